# docker build -t divergences . && docker run --rm divergences compare "normal(0,1)" "normal(1,2)"
FROM swift:6.3-bookworm AS build
RUN apt-get update && apt-get install -y --no-install-recommends libgsl-dev pkg-config && rm -rf /var/lib/apt/lists/*
WORKDIR /source
COPY . .
RUN swift build -c release --static-swift-stdlib --product divergences && \
  swift build -c release --static-swift-stdlib --product divergences-sandbox && \
  cp "$(swift build -c release --show-bin-path)"/divergences "$(swift build -c release --show-bin-path)"/divergences-sandbox /

FROM debian:bookworm-slim
RUN apt-get update && apt-get install -y --no-install-recommends libgsl27 gnuplot-nox && rm -rf /var/lib/apt/lists/*
COPY --from=build /divergences /divergences-sandbox /usr/local/bin/
WORKDIR /data
ENTRYPOINT ["divergences"]
