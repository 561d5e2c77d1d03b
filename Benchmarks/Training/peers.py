"""GAN training by this package, PyTorch eager and JAX (jit and lax.scan), in turns within one run, on one core.

Everyone trains the same game: generator and discriminator with two hidden layers of width H, tanh, the non-saturating loss, Adam(1e-3, 0.5, 0.999), one
discriminator step for each of the generator, minibatches of B, data from N(3, 0.5) and noise drawn inside the step.
Prints the rows of the table, medians over the rounds. The limit of a step is the time of its dense layers' operations at the core's peak.
PyTorch's rows are left out where it is not installed.
"""

import os

os.environ["XLA_FLAGS"] = "--xla_cpu_multi_thread_eigen=false intra_op_parallelism_threads=1"
for name in ("OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
    os.environ[name] = "1"

import importlib.util
import statistics
import subprocess
import sys
import time

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
import table

CORES = sorted(os.sched_getaffinity(0))
SIZES = [(32, 128), (64, 512), (128, 2048)]
RATE, FIRST, SECOND, EPSILON = 1e-3, 0.5, 0.999, 1e-8


def torch_steps(width, batch, seconds):
    """Steps a second of PyTorch, each operation run at once, as most people write it."""
    import torch

    torch.set_num_threads(1)
    torch.manual_seed(1)

    def network():
        layer = torch.nn.Linear
        return torch.nn.Sequential(layer(1, width), torch.nn.Tanh(), layer(width, width), torch.nn.Tanh(), layer(width, 1))

    generator, discriminator = network(), network()
    optimizers = [torch.optim.Adam(n.parameters(), lr=RATE, betas=(FIRST, SECOND)) for n in (generator, discriminator)]
    softplus = torch.nn.functional.softplus

    def step():
        with torch.no_grad():
            fake = generator(torch.randn(batch, 1))
        real = 3 + 0.5 * torch.randn(batch, 1)
        optimizers[1].zero_grad(set_to_none=True)
        (softplus(-discriminator(real)).mean() + softplus(discriminator(fake)).mean()).backward()
        optimizers[1].step()
        optimizers[0].zero_grad(set_to_none=True)
        gradients = torch.autograd.grad(softplus(-discriminator(generator(torch.randn(batch, 1)))).mean(), list(generator.parameters()))
        for parameter, gradient in zip(generator.parameters(), gradients):
            parameter.grad = gradient
        optimizers[0].step()

    return timed(step, 1, seconds)


def jax_steps(width, batch, seconds):
    """Steps a second of JAX, 500 steps compiled into one call."""
    import jax
    import jax.numpy as jnp

    length = 500

    def network(key):
        sizes = [(1, width), (width, width), (width, 1)]
        keys = jax.random.split(key, 3)
        return [(jax.random.normal(k, s) / s[0] ** 0.5, jnp.zeros(s[1])) for k, s in zip(keys, sizes)]

    def apply(layers, x):
        for weight, bias in layers[:-1]:
            x = jnp.tanh(x @ weight + bias)
        weight, bias = layers[-1]
        return x @ weight + bias

    def adam(state, gradient, t):
        parameters, first, second = state
        first = jax.tree.map(lambda m, g: FIRST * m + (1 - FIRST) * g, first, gradient)
        second = jax.tree.map(lambda v, g: SECOND * v + (1 - SECOND) * g * g, second, gradient)
        rate = RATE / (1 - FIRST**t)
        correction = 1 / (1 - SECOND**t)
        parameters = jax.tree.map(lambda p, m, v: p - rate * m / (jnp.sqrt(v * correction) + EPSILON), parameters, first, second)
        return parameters, first, second

    def step(carry, _):
        generator, discriminator, key, t = carry
        key, *keys = jax.random.split(key, 4)
        t = t + 1
        fake = apply(generator[0], jax.random.normal(keys[0], (batch, 1)))
        real = 3 + 0.5 * jax.random.normal(keys[1], (batch, 1))

        def loss_d(layers):
            return jax.nn.softplus(-apply(layers, real)).mean() + jax.nn.softplus(apply(layers, fake)).mean()

        discriminator = adam(discriminator, jax.grad(loss_d)(discriminator[0]), t)
        noise = jax.random.normal(keys[2], (batch, 1))

        def loss_g(layers):
            return jax.nn.softplus(-apply(discriminator[0], apply(layers, noise))).mean()

        generator = adam(generator, jax.grad(loss_g)(generator[0]), t)
        return (generator, discriminator, key, t), None

    @jax.jit
    def run(carry):
        return jax.lax.scan(step, carry, None, length=length)[0]

    def state(key):
        layers = network(key)
        zeros = jax.tree.map(jnp.zeros_like, layers)
        return layers, zeros, zeros

    carry = [(state(jax.random.key(1)), state(jax.random.key(2)), jax.random.key(3), jnp.float32(0))]

    def call():
        carry[0] = jax.block_until_ready(run(carry[0]))

    return timed(call, length, seconds)


def timed(call, steps_a_call, seconds):
    call()
    for _ in range(20 if steps_a_call == 1 else 1):
        call()
    count, start = 0, time.perf_counter()
    while (elapsed := time.perf_counter() - start) < seconds:
        call()
        count += steps_a_call
    return count / elapsed


def run(executable, *arguments):
    return [float(word) for word in subprocess.run([executable, *map(str, arguments)], capture_output=True, text=True, check=True).stdout.split()]


def own(executable, *arguments):
    return run(executable, *arguments)[0]


def operations(width, batch):
    """Multiplications and additions of the dense layers in one step: what no way of training can leave out."""
    forward = width * width + 2 * width
    inner = width * width + width
    discriminator = forward + 2 * (2 * forward + inner)
    generator = 2 * forward + (inner + width) + forward + inner
    return 2 * batch * (discriminator + generator)


def record(executable, rounds):
    """One JS(P, Q) of a generator of the default size, on its exact density: the limit is one forward pass and its derivative for each evaluation."""
    os.sched_setaffinity(0, CORES[:1])
    measured = [run(executable, "record") for _ in range(rounds)]
    peak = statistics.median(own(executable, "peak") for _ in range(rounds))
    time, evaluations = (statistics.median(column) for column in zip(*measured))
    width, depth = 32, 3
    passes = 4 * ((depth - 1) * width * width + 2 * width)
    # Double precision has half as many lanes.
    table.row("one exact record, JS(P,Q)", time, None, None, f"{evaluations:.0f} evaluations of one pass and its slope each", evaluations * passes / (peak / 2))
    os.sched_setaffinity(0, CORES)


def main(executable, rounds, seconds):
    has_torch = importlib.util.find_spec("torch") is not None
    record(executable, rounds)
    for width, batch in SIZES:
        rates = {name: [] for name in ("own", "torch", "jax", "peak", "two threads", "two seeds")}
        steps = max(50, int(seconds * 1.5e10 / operations(width, batch)))
        for _ in range(rounds):
            os.sched_setaffinity(0, CORES[:1])
            rates["peak"].append(own(executable, "peak"))
            rates["own"].append(own(executable, width, batch, steps, 1))
            if has_torch:
                rates["torch"].append(torch_steps(width, batch, seconds))
            rates["own"].append(own(executable, width, batch, steps, 1))
            rates["jax"].append(jax_steps(width, batch, seconds))
            os.sched_setaffinity(0, CORES)
            rates["own"].append(own(executable, width, batch, steps, 1))
            rates["two threads"].append(own(executable, width, batch, steps, 2))
            rates["two seeds"].append(own(executable, "seeds", width, batch, steps, 2))
        middle = {name: 1 / statistics.median(values) if values else None for name, values in rates.items()}
        mine, floor = middle["own"], operations(width, batch) * middle["peak"]
        work, rate = f"GAN step, width {width}, batch {batch}", f"{table.duration(mine)} ({1 / mine:.0f}/s)"
        table.row(work, mine, "JAX, `jit` and `lax.scan`", middle["jax"], "the core's peak", floor, rate)
        if has_torch:
            table.row("the same", mine, "PyTorch, eager", middle["torch"], "the core's peak", floor, rate)
        table.row("the same on two threads", middle["two threads"], "one thread", mine, "half of one thread's time", mine / 2)
        table.row("the same with two seeds on two cores, a step", middle["two seeds"], "one seed", mine, "half of one seed's time", mine / 2)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 5, float(sys.argv[3]) if len(sys.argv) > 3 else 2.0)
