import Foundation
import TestSupport
import Testing

/// Whatever is typed, the tool answers with one sentence that names the value, the documented status, and no file.
@Suite struct BadInputTests {
  /// Arguments, the status, and what the sentence must name.
  static let cases: [(String, Int32, [String])] = [
    // usage
    ("compare", 64, ["<p>"]),
    ("compare normal(0,1)", 64, ["<q>"]),
    ("compare normal(0,1) normal(0,1) normal(0,1)", 64, ["normal(0,1)"]),
    ("compare normal(0,1) normal(0,1) --colour", 64, ["--colour"]),
    ("compare normal(0,1) normal(0,1) --format xml", 64, ["xml", "csv", "table", "json", "markdown", "latex"]),
    ("compare normal(0,1) normal(0,1) --measure klpq", 2, ["--measure", "kl_pq", "'klpq'"]),
    ("compare normal(0,1) normal(0,1) --base 3", 2, ["--base", "e, 2, 10", "'3'"]),
    ("compare normal(0,1) normal(0,1) --pairs a.csv", 2, ["--pairs", "Q", "leave one of them out"]),
    ("compare --pairs missing.csv", 2, ["missing.csv"]),
    ("compare --pairs Examples/data/old-faithful.csv", 2, ["no column 'p'", "waiting"]),
    ("compare --pairs a.csv --plot a.svg", 2, ["--plot", "--pairs"]),
    ("compare normal(0,1) normal(0,1) --route mesh --route=gsl", 64, ["--route", "twice", "'mesh'", "'gsl'"]),
    ("compare normal(0,1) normal(0,1) --output", 64, ["--output"]),
    ("nonsense", 64, ["nonsense", "divergences --help"]),
    ("compare normal(0,1) normal(1,1) stray", 64, ["stray", "divergences compare --help"]),
    ("curves normal(0,1) normal(0,1) --from here", 64, ["here", "--from", "a number"]),
    ("fit Examples/data/old-faithful.csv:waiting --seed 1.5", 64, ["1.5", "--seed", "a whole number"]),
    ("verify --data Examples/data/old-faithful.csv:waiting --seed -1", 64, ["-1", "--seed", "at least 0"]),
    // densities
    ("compare vonMises(0,1) normal(0,1)", 2, ["vonMises", "normal, laplace"]),
    ("compare normal(1/,1) normal(0,1)", 2, ["number", "',1)'"]),
    ("compare normal(0,1) normal(0,1)x", 2, ["x"]),
    ("compare normal(0,1,2) normal(0,1)", 2, ["normal", "3"]),
    ("compare normal(0,-1) normal(0,1)", 2, ["sd", "-1"]),
    ("compare normal(0,0) normal(0,1)", 2, ["sd", "0"]),
    ("compare normal(nan,1) normal(0,1)", 2, ["nan"]),
    ("compare normal(inf,1) normal(0,1)", 2, ["inf"]),
    ("compare normal(0,1e400) normal(0,1)", 2, ["sd", "inf"]),
    ("compare normal(mean=0,mean=1) normal(0,1)", 2, ["mean"]),
    ("compare normal(nu=0,sd=1) normal(0,1)", 2, ["nu"]),
    ("compare 0.3*normal(0,1)+0.6*normal(1,1) normal(0,1)", 2, ["weights", "0.8999"]),
    ("compare -1*normal(0,1)+2*normal(1,1) normal(0,1)", 64, ["-1", "weights", "above 0"]),
    ("compare normal(0,1) -0.5*normal(0,1)+1.5*normal(1,1)", 64, ["-0.5", "weights", "above 0"]),
    ("curves -normal(0,1) normal(0,1)", 64, ["-normal(0,1)", "weight", "above 0"]),
    ("landscape --1*normal(0,1)", 64, ["--1*normal(0,1)", "weight", "above 0"]),
    ("compare -- -1*normal(0,1)+2*normal(1,1) normal(0,1)", 2, ["-1", "weights", "above 0"]),
    ("compare 2*normal(0,1)+-1*normal(1,1) normal(0,1)", 2, ["-1"]),
    ("compare uniform(1,0) normal(0,1)", 2, ["1", "0"]),
    ("compare triangular(0,2,1) normal(0,1)", 2, ["2"]),
    ("compare truncated(normal(0,1),3,2) normal(0,1)", 2, ["3", "2"]),
    ("compare affine(normal(0,1),0,0) normal(0,1)", 2, ["0"]),
    ("compare normal(0,1 normal(0,1)", 2, ["normal", "')'"]),
    ("compare  normal(0,1)", 2, []),
    // files
    ("compare kde(missing.csv:x) normal(0,1)", 2, ["missing.csv", "no such file"]),
    ("compare kde(Examples:x) normal(0,1)", 2, ["Examples", "folder"]),
    ("compare kde(Examples/data/old-faithful.csv:length) normal(0,1)", 2, ["length", "eruptions", "waiting"]),
    ("compare kde(Examples/data/old-faithful.csv) normal(0,1)", 2, ["Examples/data/old-faithful.csv"]),
    ("compare histogram(Examples/data/old-faithful.csv:waiting,bins=0) normal(0,1)", 2, ["bins", "0"]),
    ("compare histogram(Examples/data/old-faithful.csv:waiting,bins=1e9) normal(0,1)", 2, ["bins"]),
    ("compare kde(Examples/data/old-faithful.csv:waiting,bandwidth=-1) normal(0,1)", 2, ["bandwidth", "-1"]),
    ("compare histogram(Examples/data/old-faithful.csv:waiting,3) normal(0,1)", 2, ["'3'", "bins=NUMBER"]),
    ("compare histogram(Examples/data/old-faithful.csv:waiting,bin=3) normal(0,1)", 2, ["'bin=3'", "bins=NUMBER"]),
    ("compare kde(Examples/data/old-faithful.csv:waiting,bins=3) normal(0,1)", 2, ["'bins=3'", "bandwidth=NUMBER"]),
    ("compare kde(/dev/zero:x) normal(0,1)", 2, ["/dev/zero", "device"]),
    ("fit /dev/zero:x", 2, ["/dev/zero", "device"]),
    ("fit /dev/null:x", 2, ["/dev/null", "device"]),
    ("sweep /dev/urandom --output /tmp/never", 2, ["/dev/urandom", "device"]),
    // points
    ("curves normal(0,1) normal(0,1) --points 1e9", 2, ["--points", "1e9"]),
    ("curves normal(0,1) normal(0,1) --points 1000000000", 2, ["--points", "1000000000"]),
    ("curves normal(0,1) normal(0,1) --points 1", 2, ["--points", "1"]),
    ("curves normal(0,1) normal(0,1) --points -5", 2, ["--points", "-5"]),
    ("curves normal(0,1) normal(0,1) --points 2.5", 2, ["--points", "2.5"]),
    ("curves normal(0,1) normal(0,1) --points nan", 2, ["--points", "nan"]),
    ("curves normal(0,1) normal(0,1) --points many", 64, ["--points", "many"]),
    ("curves normal(0,1) normal(0,1) --from 3 --to 2", 2, ["--from", "3", "2"]),
    ("curves normal(0,1) normal(0,1) --from inf", 2, ["--from", "inf"]),
    ("curves normal(0,1) normal(0,1) --from nan --to 1", 2, ["--from", "nan"]),
    // fits
    ("fit", 64, ["<target>"]),
    ("fit normal", 2, ["normal", "FILE:COLUMN"]),
    ("fit ", 2, ["FILE:COLUMN"]),
    ("fit :", 2, [":", "FILE:COLUMN"]),
    ("fit missing.csv:x", 2, ["missing.csv", "no such file"]),
    ("fit Examples/data/old-faithful.csv:length", 2, ["length", "eruptions", "waiting"]),
    ("fit Examples/data/old-faithful.csv:waiting --family gauss", 2, ["--family", "gauss", "normal_mixture"]),
    (
      "fit Examples/data/old-faithful.csv:waiting --objective js", 2,
      ["--objective", "'js'", "kde(Examples/data/old-faithful.csv:waiting)"]
    ),
    ("fit normal(0,1) --family normal_mixture", 2, ["--family", "normal_mixture"]),
    ("fit normal(0,1) --objective most", 2, ["--objective", "most", "kl_pq"]),
    ("fit Examples/data/old-faithful.csv:waiting --seed -1", 64, ["--seed", "-1"]),
    ("fit Examples/data/old-faithful.csv:waiting --seed 1e30", 64, ["--seed", "1e30"]),
    // birthdays
    ("support", 64, ["<target>"]),
    ("support normal", 2, ["normal", "FILE:COLUMN"]),
    ("support ", 2, ["FILE:COLUMN"]),
    ("support :", 2, [":", "FILE:COLUMN"]),
    ("support missing.csv:x", 2, ["missing.csv", "no such file"]),
    ("support Examples", 2, ["Examples/samples.csv", "no such file"]),
    ("support Examples/data/old-faithful.csv:length", 2, ["length", "eruptions", "waiting"]),
    ("support normal(0,1)", 2, ["normal(0,1)", "--tolerance"]),
    ("support normal(0,1) --tolerance 0", 2, ["normal(0,1)", "--tolerance"]),
    ("support normal(0,-1) --tolerance 1", 2, ["sd", "-1"]),
    ("support normal(0,1) --tolerance -1", 2, ["--tolerance", "-1"]),
    ("support normal(0,1) --tolerance nan", 2, ["--tolerance", "nan"]),
    ("support normal(0,1) --tolerance inf", 2, ["--tolerance", "inf"]),
    ("support normal(1e10,1) --tolerance 1e-9", 2, ["--tolerance", "1e-09", "normal(1e10,1)"]),
    ("support normal(0,1) --tolerance 1e-13", 2, ["--tolerance", "1e-13", "draws"]),
    ("support normal(0,1) --tolerance much", 64, ["--tolerance", "much"]),
    ("support Examples/data/old-faithful.csv:waiting --tolerance -0.5", 2, ["--tolerance", "-0.5"]),
    ("support Examples/data/old-faithful.csv:waiting --trials 0", 2, ["--trials", "0"]),
    ("support Examples/data/old-faithful.csv:waiting --trials -3", 2, ["--trials", "-3"]),
    ("support Examples/data/old-faithful.csv:waiting --trials 1e9", 64, ["--trials", "1e9"]),
    ("support Examples/data/old-faithful.csv:waiting --trials 1000000000", 2, ["--trials", "1000000000"]),
    ("support Examples/data/old-faithful.csv:waiting --sample-size 273", 2, ["--sample-size", "273", "272"]),
    ("support Examples/data/old-faithful.csv:waiting --sample-size 5 --sample-size 1", 2, ["--sample-size", "1"]),
    ("support Examples/data/old-faithful.csv:waiting --sample-size -5", 2, ["--sample-size", "-5"]),
    ("support normal(0,1) --tolerance 1 --sample-size 1000000000000", 2, ["--sample-size", "1000000000000"]),
    ("support normal(0,1) --tolerance 1 --sample-size 10000000 --trials 1000", 2, ["--sample-size", "10000000", "1000"]),
    ("support Examples/data/old-faithful.csv:waiting --seed -1", 64, ["--seed", "-1"]),
    // claims
    ("verify --claim Z9", 2, ["--claim", "Z9", "A1", "verify --list"]),
    ("verify --claim R1", 2, ["--claim", "R1", "--data"]),
    ("verify --p normal(0,1)", 64, ["--p", "--q"]),
    ("verify --p normal(0,1) --q normal(0,-1)", 2, ["sd", "-1"]),
    ("verify --data missing.csv:x", 2, ["missing.csv", "no such file"]),
    ("verify --data missing.csv", 2, ["missing.csv", "FILE:COLUMN"]),
    // the Dirac-GAN
    ("dirac --game chess", 2, ["chess", "minimax", "r1(0.3)"]),
    ("dirac --game=", 64, ["--game"]),
    ("dirac --game r1(0.3", 2, ["r1(0.3", "')'"]),
    ("dirac --game r1(x)", 2, ["'x'", "r1"]),
    ("dirac --game r1()", 2, ["''", "r1"]),
    ("dirac --game r1(1,2)", 2, ["r1", "1", "2"]),
    ("dirac --game r1(-1)", 2, ["r1", "-1"]),
    ("dirac --game r1(nan)", 2, ["r1", "nan"]),
    ("dirac --game minimax(1)", 2, ["minimax", "1"]),
    ("dirac --game unrolled(1.5,0.2)", 2, ["unrolled", "whole", "1.5"]),
    ("dirac --eigenvalues --game chess", 2, ["chess"]),
    ("dirac --rate 0", 2, ["--rate", "0"]),
    ("dirac --rate -1", 2, ["--rate", "-1"]),
    ("dirac --rate nan", 2, ["--rate", "nan"]),
    ("dirac --rate fast", 64, ["--rate", "fast"]),
    ("dirac --steps 0", 2, ["--steps", "0"]),
    ("dirac --steps -5", 2, ["--steps", "-5"]),
    ("dirac --steps 1000000000", 2, ["--steps", "1000000000"]),
    ("dirac --theta inf", 2, ["--theta", "inf"]),
    ("dirac --psi 1e300", 2, ["--psi", "1e+300"]),
    ("dirac --updates random", 64, ["--updates", "random"]),
    ("dirac --game wasserstein --rate 3 --steps 1000", 2, ["--steps", "1000", "--rate"]),
    // outputs
    ("compare normal(0,1) normal(0,1) --output Examples", 2, ["Examples", "folder"]),
    ("compare normal(0,1) normal(0,1) --output /no/such/folder/a.csv", 2, ["/no/such/folder/a.csv", "no such folder"]),
    ("compare normal(0,1) normal(0,1) --output README.md/a.csv", 2, ["README.md/a.csv"]),
    ("compare normal(0,1) normal(0,1) --output=", 64, ["--output"]),
    ("compare normal(0,1) normal(0,1) --output /dev/full", 2, ["/dev/full", "no space left"]),
    // pictures
    ("compare normal(0,1) normal(0,1) --plot picture.pdf", 2, ["--plot", "picture.pdf", ".svg", ".png"]),
    ("compare normal(0,1) normal(0,1) --plot=", 64, ["--plot"]),
    ("compare normal(0,1) normal(0,1) --plot", 64, ["--plot"]),
    ("curves normal(0,1) normal(0,1) --plot /no/such/folder/a.svg", 2, ["/no/such/folder/a.svg", "no such folder"]),
    ("dirac --plot README.md/a.png", 2, ["README.md/a.png"]),
    ("compare normal(0,1) normal(0,1) --plot /tmp/a.svg --output /tmp/a.svg.csv", 2, ["--output", "/tmp/a.svg.csv", "--plot"]),
    ("verify --list --plot -", 2, ["--plot", "--list"]),
    ("compare normal(0,1) normal(0,1) --output -", 2, ["--output", "'-'"]),
    ("train normal(0,1) --steps 10 --output -", 2, ["--output", "'-'", "./-"]),
    ("sweep Examples/plans/remedies.json --output -", 2, ["--output", "'-'", "./-"]),
    // options without effect
    ("verify --list --p foo( --q normal(0,1)", 2, ["--p", "--list"]),
    ("verify --claim A1 --seed 3", 2, ["--seed", "--data"]),
    ("wasserstein normal(0,1) --points 1", 2, ["--points", "density Q"]),
    ("wasserstein normal(0,1) normal(1,1) --steps=7", 2, ["--steps", "--critic"]),
    ("wasserstein normal(0,1) normal(1,1) --summary --from 3", 2, ["--from", "--summary"]),
    ("dirac --eigenvalues --psi nan", 2, ["--psi", "--eigenvalues"]),
    ("oscillation --eigenvalues --spectrum", 2, ["--spectrum", "--eigenvalues"]),
    ("oscillation --seed 2", 2, ["--seed", "--batch"]),
    ("gradients --steps 5", 2, ["--steps", "--by training"]),
    ("fit normal(0,1) --seed 2", 2, ["--seed", "density"]),
    ("train normal(0,1) --q normal(1,1) --learning-rate 5 --output /tmp/never", 2, ["--learning-rate", "--q"]),
    ("wasserstein normal(0,1) normal(1,1) --critic foo", 2, ["--critic", "'foo'"]),
    ("oscillation --penalty clipping(1)", 2, ["--penalty", "clipping(1)"]),
    ("sweep Examples/plans/remedies.json --merge x --workers 2 --output /tmp/never", 2, ["--workers", "--merge"]),
    ("train normal(0,1) --unrolled-rate 0.2 --output /tmp/never", 2, ["--unrolled-rate", "--unrolled-steps"]),
    ("train normal(0,1) --checkpoint-seconds inf --output /tmp/never", 2, ["--checkpoint-seconds", "inf"]),
    ("train normal(0,1) --checkpoint-seconds 1e300 --output /tmp/never", 2, ["--checkpoint-seconds", "1e+300"]),
    // descent on densities
    ("descend", 64, ["<p>"]),
    ("descend normal(0,1)", 64, ["--from"]),
    ("descend normal(0,-1) --from normal(0,1)", 2, ["sd", "-1"]),
    ("descend normal(0,1) --from vonMises(0,1)", 2, ["vonMises"]),
    ("descend normal(0,1) --from normal(80,1)", 2, ["cell", "mass"]),
    ("descend normal(0,1) --from uniform(0,1)", 2, ["cell", "mass", "Q 0.0"]),
    ("descend normal(0,1) --from normal(1,1) --loss wasserstein", 64, ["--loss", "wasserstein", "non-saturating"]),
    ("descend normal(0,1) --from normal(1,1) --rate 0", 2, ["--rate", "0"]),
    ("descend normal(0,1) --from normal(1,1) --rate -1", 2, ["--rate", "-1"]),
    ("descend normal(0,1) --from normal(1,1) --rate nan", 2, ["--rate", "nan"]),
    ("descend normal(0,1) --from normal(1,1) --rate 4.5", 2, ["--rate", "4.5"]),
    ("descend 0.5*normal(-5,0.2)+0.5*normal(5,0.2) --from normal(5,0.3) --rate 4 --steps 5000", 2, ["--rate", "4"]),
    ("descend normal(0,1) --from normal(1,1) --cells 1", 2, ["--cells", "1"]),
    ("descend normal(0,1) --from normal(1,1) --cells 1000000000", 2, ["--cells", "1000000000"]),
    ("descend normal(0,1) --from normal(1,1) --cells many", 64, ["--cells", "many"]),
    ("descend normal(0,1) --from normal(1,1) --steps 0", 2, ["--steps", "0"]),
    ("descend normal(0,1) --from normal(1,1) --steps -3", 2, ["--steps", "-3"]),
    ("descend normal(0,1) --from normal(1,1) --steps 1000000000", 2, ["--steps", "1000000000"]),
    ("descend normal(0,1) --from normal(1,1) --steps 100000 --cells 10000", 2, ["--cells", "--steps", "1000000000"]),
    ("descend normal(0,1) --from normal(1,1) --exact --rate 2", 2, ["--exact", "--rate", "2"]),
    ("descend normal(0,1) --from normal(1,1) --exact --steps 5000", 2, ["--exact", "--steps", "5000"]),
    // landscapes
    ("landscape", 64, ["<p>"]),
    ("landscape vonMises(0,1)", 2, ["vonMises"]),
    ("landscape normal(1e20,1)", 2, ["quantiles", "1e+20"]),
    ("landscape pareto(0.001,1)", 2, ["quantiles"]),
    ("landscape truncated(weibull(100,1),1,2) --objective js --mean-from -1 --mean-to 1", 2, ["too much work", "smaller box"]),
    ("landscape normal(0,1) --objective w1", 2, ["--objective", "w1", "lecture_literal"]),
    ("landscape normal(0,1) --mean-from 3", 2, ["--mean-from", "3.0", "--mean-to"]),
    ("landscape normal(0,1) --mean-from inf", 2, ["--mean-from", "inf"]),
    ("landscape normal(0,1) --mean-to nan", 2, ["--mean-to", "nan"]),
    ("landscape normal(0,1) --sd-from 0", 2, ["--sd-from", "0"]),
    ("landscape normal(0,1) --sd-from -1", 2, ["--sd-from", "-1"]),
    ("landscape normal(0,1) --sd-from 2 --sd-to 1", 2, ["--sd-from", "--sd-to", "2.0", "1.0"]),
    ("landscape normal(0,1) --sd-to wide", 64, ["--sd-to", "wide"]),
    ("landscape normal(0,1) --sd-from 1e-100 --mean-to 1e10 --sd-to 1e90", 2, ["points"]),
    // gradients
    ("gradients normal(0,1)", 64, ["normal(0,1)"]),
    ("gradients --by time", 64, ["--by", "time", "training"]),
    ("gradients --gap 0", 2, ["--gap", "0"]),
    ("gradients --gap -1", 2, ["--gap", "-1"]),
    ("gradients --gap nan", 2, ["--gap", "nan"]),
    ("gradients --gap 1e9", 2, ["--gap", "1000000000"]),
    ("gradients --width 0", 2, ["--width", "0"]),
    ("gradients --width inf", 2, ["--width", "inf"]),
    ("gradients --by training --steps 0", 2, ["--steps", "0"]),
    ("gradients --by training --steps 1000000000", 2, ["--steps", "1000000000"]),
    ("gradients --by training --seed -1", 64, ["--seed", "-1"]),
    // trained games
    ("fgan --objective f-tv", 2, ["--objective", "f-tv", "f-jeffreys"]),
    ("fgan --settings fast", 2, ["--settings", "fast", "settled"]),
    ("fgan --steps 0", 2, ["--steps", "0"]),
    ("fgan --steps 1000000000", 2, ["--steps", "1000000000"]),
    ("fgan --steps many", 64, ["--steps", "many"]),
    ("fgan --seeds 0", 2, ["--seeds", "0"]),
    ("fgan --seeds -3", 2, ["--seeds", "-3"]),
    ("fgan --seed -1", 64, ["--seed", "-1"]),
    ("fgan --seed 18446744073709551615", 2, ["--seed", "18446744073709551615"]),
    ("fgan normal(0,-1)", 2, ["sd", "-1"]),
    ("fgan normal", 2, ["normal"]),
    ("fgan normal(1e300,1e290) --settings brief --steps 1 --objective f-kl", 2, ["mean"]),
    ("fgan affine(normal(0,1),0,1e39)+x", 2, ["x"]),
    ("collapse normal(0,-1)", 2, ["sd", "-1"]),
    ("collapse 0.5*normal(0,1)+0.4*normal(9,1)", 2, ["weights", "0.9"]),
    // A density that cannot be sampled may have no centre of a mode either.
    ("collapse logNormal(1e300,1) --steps 5", 2, ["logNormal", "sampler"]),
    ("collapse pareto(1e-300,2) --steps 5", 2, ["pareto", "sampler"]),
    ("collapse --settings calm", 2, ["--settings", "calm", "cured"]),
    ("collapse --steps 0", 2, ["--steps", "0"]),
    ("collapse --steps -5", 2, ["--steps", "-5"]),
    ("collapse --record-every 0", 2, ["--record-every", "0"]),
    ("collapse --steps 1000000 --record-every 1", 2, ["--record-every", "1"]),
    ("collapse --samples 0", 2, ["--samples", "0"]),
    ("collapse --samples 1000000000", 2, ["--samples", "1000000000"]),
    ("collapse --seed x", 64, ["--seed", "x"]),
    // critics
    ("wasserstein", 64, ["<p>"]),
    ("wasserstein vonMises(0,1)", 2, ["vonMises"]),
    ("wasserstein normal(0,1) --summary", 2, ["--summary", "Q"]),
    ("wasserstein normal(0,1) --critic clipping(0.01)", 2, ["--critic", "Q"]),
    ("wasserstein normal(0,1) normal(1,1) --critic r1(1)", 2, ["--critic", "r1(1)", "clipping(X)"]),
    ("wasserstein normal(0,1) normal(1,1) --critic clipping(0)", 2, ["clipping(0)"]),
    ("wasserstein normal(0,1) normal(1,1) --critic box", 2, ["box", "gradient(X)"]),
    ("wasserstein normal(0,1) --steps 0", 2, ["--steps", "0"]),
    ("wasserstein normal(0,1) --steps 1e9", 64, ["--steps", "1e9"]),
    ("wasserstein normal(0,1) --record-every 0", 2, ["--record-every", "0"]),
    ("wasserstein normal(0,1) --width 0", 2, ["--width", "0"]),
    ("wasserstein normal(0,1) --width 100000", 2, ["--width", "100000"]),
    ("wasserstein normal(0,1) normal(1,1) --points 1", 2, ["--points", "1"]),
    ("wasserstein pareto(0.01,1) --steps 1", 2, ["pareto", "single precision"]),
    // small games
    ("oscillation gamma(2,1)", 2, ["gamma(2,1)", "normal"]),
    ("oscillation normal(0,0)", 2, ["sd", "0"]),
    ("oscillation --objective hinge", 2, ["--objective", "hinge"]),
    ("oscillation --discriminator deep", 64, ["--discriminator", "deep"]),
    ("oscillation --penalty clipping(1)", 2, ["--penalty", "clipping(1)"]),
    ("oscillation --penalty r1(-1)", 2, ["r1(-1)"]),
    ("oscillation --noise -1", 2, ["--noise", "-1"]),
    ("oscillation --noise nan", 2, ["--noise", "nan"]),
    ("oscillation --rate 0", 2, ["--rate", "0"]),
    ("oscillation normal(1e6,1)", 2, ["normal(1000000,1)", "10 standard deviations"]),
    ("oscillation --offset -1", 2, ["--offset", "-1"]),
    ("oscillation --offset 0", 2, ["--offset", "0"]),
    ("oscillation --steps 0", 2, ["--steps", "0"]),
    ("oscillation --record-every 0", 2, ["--record-every", "0"]),
    ("oscillation --steps 50 --record-every 100", 2, ["--record-every", "50", "100"]),
    ("train normal(0,1) --width 0 --output /tmp/never", 2, ["--width", "0", "4096"]),
    ("compare exponential(1,2) normal(0,1)", 2, ["exponential(rate)", "1 number,"]),
    ("oscillation --batch 0 --steps 10", 2, ["--batch", "0"]),
    ("oscillation --batch 8 --discriminator quadratic", 2, ["--batch", "network"]),
    ("oscillation --batch 8 --spectrum", 2, ["--batch", "--spectrum", "--steps"]),
    ("oscillation normal(0,100) --discriminator quadratic --rate 100 --steps 2000", 2, ["--rate", "100"]),
    ("oscillation --steps 2000000", 2, ["--steps", "2000000"]),
    ("oscillation --steps 1000000", 2, ["--steps", "1000000", "--record-every"]),
    ("oscillation --batch 1000 --steps 100000", 2, ["--batch", "1000", "--steps", "100000"]),
    ("oscillation --updates random", 64, ["--updates", "random"]),
  ]

  @Test(arguments: cases) func isOneSentence(line: String, status: Int32, named: [String]) throws {
    let outcome = try runTool(line.split(separator: " ", omittingEmptySubsequences: false).map(String.init))
    #expect(!outcome.wasKilled)
    #expect(outcome.status == status)
    #expect(outcome.output == "")
    #expect(outcome.sentences.count == 1 && outcome.errors.hasSuffix(".\n"), "\(outcome.errors)")
    for name in named { #expect(outcome.errors.contains(name), "\(outcome.errors)") }
  }

  /// Contents of a data file, and what the sentence must name beside the file and the column.
  @Test(arguments: [
    ("", ["empty"]), ("x\n", ["no rows"]), ("x\n1\n\n3\n", ["line 3", "empty"]), ("x\n1\nabc\n", ["line 3", "'abc'", "not a number"]),
    ("x\n1\nNaN\n", ["'NaN'", "finite"]), ("x\n1\n1e999\n", ["'1e999'", "finite"]), ("x,y\n1,2\n3\n", ["line 3", "1 cell"]),
    ("x\n\"1\n", ["line 2", "never closed"]), ("x,x\n1,2\n", ["two columns", "'x'"]), ("y\n1\n", ["no column", "'y'"]),
    ("x\n7\n7\n7\n", ["x", "7"]),
    ("x\n7\n", ["x"]),
    ("x\n1\n" + String(repeating: "7", count: 1 << 21), ["line 3", "1048576 bytes"]),
    (String(repeating: "x,", count: 1 << 20), ["line 1", "1048576 bytes"]),
    ("x\n\"" + String(repeating: "7\n", count: 1 << 20) + "\"\n", ["1048576 bytes"]),
  ])
  func badDataIsOneSentence(contents: String, named: [String]) throws {
    try withTemporaryFolder { folder in
      try contents.write(toFile: folder + "/data.csv", atomically: false, encoding: .utf8)
      for arguments in [
        ["compare", "kde(\(folder)/data.csv:x)", "normal(0,1)"], ["fit", folder + "/data.csv:x"],
        ["verify", "--p", "normal(0,1)", "--q", "normal(0,1)", "--claim", "A1", "--data", folder + "/data.csv:x"],
      ] {
        let outcome = try runTool(arguments + ["--output", folder + "/out.csv"])
        #expect(outcome.status == 2 && outcome.sentences.count == 1 && outcome.output == "", "\(arguments[0]): \(outcome)")
        for name in named + ["data.csv"] { #expect(outcome.errors.contains(name), "\(arguments[0]): \(outcome.errors)") }
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["data.csv"])
      }
    }
  }

  @Test func aFailureKeepsTheOldFile() throws {
    try withTemporaryFolder { folder in
      try "old".write(toFile: folder + "/a.csv", atomically: false, encoding: .utf8)
      try FileManager.default.createDirectory(atPath: folder + "/a.csv.json", withIntermediateDirectories: true)
      let outcome = try runTool(["compare", "normal(0,1)", "normal(1,1)", "--output", folder + "/a.csv"])
      #expect(outcome.status == 2 && outcome.errors.contains("a.csv.json") && outcome.errors.contains("folder"))
      #expect(try String(contentsOfFile: folder + "/a.csv", encoding: .utf8) == "old")
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder).sorted() == ["a.csv", "a.csv.json"])
    }
  }

  @Test func standardOutputThatFailsIsNoCrash() throws {
    let headed = try runShell("divergences curves 'normal(0,1)' 'normal(1,1)' --points 20000 | head -n 1")
    #expect(headed.status == 0 && headed.errors == "" && headed.output.hasPrefix("x,p,q"))
    let full = try runShell("divergences compare 'normal(0,1)' 'normal(1,1)' > /dev/full")
    #expect(full.status == 2 && full.sentences.count == 1)
    let closed = try runShell("divergences --help >&-")
    #expect(closed.status == 2 && closed.sentences.count == 1)
  }
}
