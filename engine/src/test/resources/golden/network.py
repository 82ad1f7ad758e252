"""Writes network.txt: what Ribond's networks must compute, by an independent implementation.

Python and NumPy in double precision, written from the formulas in the javadoc of Philox, Weights,
Dropout, Backend and AdamStep and from nothing else. Windows are explicit one-hot matrices here, so
that the gather-sum is checked too. Hyperparameters are rounded to float, as Ribond stores them.

    python3 network.py > network.txt        (Python 3.10 or newer, NumPy 1.24 or newer)

Format: lines "key: values"; a line "case: name" opens a case.
"""

import math

import numpy as np

MASK = 0xFFFFFFFF
STREAM_WEIGHTS, STREAM_DROPOUT = 1, 2


def philox(counter, key):
    """Philox4x32-10 of Salmon et al., SC 2011."""
    c, k = list(counter), list(key)
    for _ in range(10):
        a, b = 0xD2511F53 * c[0], 0xCD9E8D57 * c[2]
        c = [(b >> 32) ^ c[1] ^ k[0], b & MASK, (a >> 32) ^ c[3] ^ k[1], a & MASK]
        k = [(k[0] + 0x9E3779B9) & MASK, (k[1] + 0xBB67AE85) & MASK]
    return c


def initial(tensor, rows, columns, fan_in, seed, member):
    limit = math.sqrt(6.0 / (fan_in + columns))
    values = []
    for e in range(rows * columns):
        words = philox((e // 4, 0, STREAM_WEIGHTS << 16 | tensor, 0), (seed, member))
        values.append((2.0 * ((words[e % 4] >> 8) * 2.0**-24) - 1) * limit)
    return np.float32(values).astype(np.float64).reshape(rows, columns)


def mask(rate, rows, columns, layer, step, seed, member):
    threshold = min(math.floor(rate * 65536 + 0.5), 65535)
    if threshold == 0:
        return np.ones((rows, columns))
    scale = float(np.float32(65536.0 / (65536 - threshold)))
    m = np.zeros((rows, columns))
    for i in range(rows):
        for j in range(columns):
            words = philox((j // 8, i, STREAM_DROPOUT << 16 | layer, step), (seed, member))
            word = words[(j % 8) // 2]
            half = word & 0xFFFF if j % 2 == 0 else word >> 16
            m[i, j] = scale if half >= threshold else 0
    return m


ACTIVATE = {
    "LINEAR": lambda z: z,
    "RELU": lambda z: np.maximum(z, 0),
    "TANH": np.tanh,
    "SIGMOID": lambda z: 1 / (1 + np.exp(-z)),
}
DERIVE = {
    "LINEAR": lambda z: np.ones_like(z),
    "RELU": lambda z: (z > 0).astype(float),
    "TANH": lambda z: 1 / np.cosh(z) ** 2,
    "SIGMOID": lambda z: np.exp(-z) / (1 + np.exp(-z)) ** 2,
}


def one_hot(pool, positions, alphabet, half):
    x = np.zeros((len(positions), (2 * half + 1) * alphabet))
    for i, p in enumerate(positions):
        for k in range(-half, half + 1):
            letter = pool[p + k]
            if 0 <= letter < alphabet:
                x[i, (k + half) * alphabet + letter] = 1
    return x


def forward(case, weights, x, masks):
    zs, outputs = [], [x]
    depth = len(case["hidden"])
    for layer in range(depth + 1):
        z = outputs[-1] @ weights[2 * layer] + weights[2 * layer + 1]
        zs.append(z)
        if layer < depth:
            outputs.append(ACTIVATE[case["activation"]](z) * masks[layer])
    e = np.exp(zs[-1] - zs[-1].max(axis=1, keepdims=True))
    return zs, outputs, e / e.sum(axis=1, keepdims=True)


def loss_and_gradient(case, weights, x, labels, sample_weights, masks):
    zs, outputs, y = forward(case, weights, x, masks)
    w = sample_weights / sample_weights.sum()
    rows = np.arange(len(labels))
    loss = -(w * np.log(y[rows, labels])).sum()
    target = np.zeros_like(y)
    target[rows, labels] = 1
    dz = w[:, None] * (y - target)
    gradient = [None] * len(weights)
    for layer in reversed(range(len(case["hidden"]) + 1)):
        gradient[2 * layer] = outputs[layer].T @ dz
        gradient[2 * layer + 1] = dz.sum(axis=0, keepdims=True)
        if layer > 0:
            back = dz @ weights[2 * layer].T
            dz = back * masks[layer - 1] * DERIVE[case["activation"]](zs[layer - 1])
    return loss, gradient


def f32(value):
    return float(np.float32(value))


def numbers(values):
    return " ".join("%.12g" % v for v in np.asarray(values, dtype=float).ravel())


def integers(values):
    return " ".join(str(int(v)) for v in values)


def pool(rng, alphabet, half, lengths):
    """Chains set apart by unknown letters; some unknown letters inside; centres of all letters."""
    letters, centres = [alphabet] * half, []
    for length in lengths:
        centres += range(len(letters), len(letters) + length)
        letters += list(rng.integers(0, alphabet + 1, length)) + [alphabet] * half
    return letters, centres


def run(case, samples, batch, steps, adam):
    rng = np.random.default_rng(case["seed"])
    alphabets, halves = case["alphabets"], case["halves"]
    pools = [pool(rng, alphabets[i], halves[i], (7, 5)) for i in range(2)]
    positions = [rng.choice(pools[i][1], samples) for i in range(2)]
    labels = rng.integers(0, case["classes"], samples)
    sample_weights = np.float32(rng.uniform(0.25, 2, samples)).astype(float)
    x = np.hstack(
        [one_hot(pools[i][0], positions[i], alphabets[i], halves[i]) for i in range(2)]
    )
    seed, member = case["seed"], case["member"]

    widths = case["hidden"] + [case["classes"]]
    rows = [(2 * halves[i] + 1) * alphabets[i] for i in range(2)]
    windows = [initial(i, rows[i], widths[0], sum(rows), seed, member) for i in range(2)]
    weights = [np.vstack(windows), np.zeros((1, widths[0]))]
    for layer in range(1, len(widths)):
        inputs, outputs = widths[layer - 1], widths[layer]
        place = 2 + 1 + 2 * (layer - 1)
        weights += [
            initial(place, inputs, outputs, inputs, seed, member),
            np.zeros((1, outputs)),
        ]

    print("case:", case["name"])
    for key in ("alphabets", "halves", "hidden"):
        print(key + ":", integers(case[key]))
    for key in ("classes", "activation", "dropout", "seed", "member"):
        print(key + ":", case[key])
    print("batch:", batch)
    print("adam:", numbers(adam))
    for i in range(2):
        print("letters.%d:" % i, integers(pools[i][0]))
        print("positions.%d:" % i, integers(positions[i]))
    print("labels:", integers(labels))
    print("weights:", numbers(sample_weights))
    print("initial:", numbers(np.concatenate([w.ravel() for w in weights])))

    centres = [pools[i][1][:4] for i in range(2)]
    pairs = np.hstack(
        [
            np.repeat(one_hot(pools[0][0], centres[0], alphabets[0], halves[0]), 4, axis=0),
            np.tile(one_hot(pools[1][0], centres[1], alphabets[1], halves[1]), (4, 1)),
        ]
    )
    free = [np.ones((16, units)) for units in case["hidden"]]
    print("map.residues:", integers(centres[0]))
    print("map.bases:", integers(centres[1]))
    print("map.probabilities:", numbers(forward(case, weights, pairs, free)[2]))

    rate, beta1, beta2, epsilon, l2, decay = (f32(v) for v in adam)
    first = [np.zeros_like(w) for w in weights]
    second = [np.zeros_like(w) for w in weights]
    losses, begin = [], 0
    for step in range(1, steps + 1):
        end = min(begin + batch, samples)
        masks = [
            mask(case["dropout"], end - begin, units, layer, step, seed, member)
            for layer, units in enumerate(case["hidden"])
        ]
        loss, gradient = loss_and_gradient(
            case, weights, x[begin:end], labels[begin:end], sample_weights[begin:end], masks
        )
        if step == 1:
            print("gradient:", numbers(np.concatenate([g.ravel() for g in gradient])))
        losses.append(loss)
        for i in range(len(weights)):
            is_weight = i % 2 == 0  # biases do not decay
            g = gradient[i] + is_weight * l2 * weights[i]
            first[i] = beta1 * first[i] + (1 - beta1) * g
            second[i] = beta2 * second[i] + (1 - beta2) * g * g
            m = first[i] / (1 - beta1**step)
            v = second[i] / (1 - beta2**step)
            update = rate * m / (np.sqrt(v) + epsilon)
            weights[i] = weights[i] - update - is_weight * rate * decay * weights[i]
        begin = 0 if end == samples else end
    print("losses:", numbers(losses))
    print("map.trained:", numbers(forward(case, weights, pairs, free)[2]))


def main():
    shape = {"alphabets": [5, 4], "halves": [2, 1]}
    cases = [
        {"name": "relu", "hidden": [12, 8], "activation": "RELU", "dropout": 0.0, "classes": 2},
        {"name": "tanh", "hidden": [9, 6, 5], "activation": "TANH", "dropout": 0.25, "classes": 2},
        {"name": "sigmoid", "hidden": [7], "activation": "SIGMOID", "dropout": 0.0, "classes": 3},
        {"name": "linear", "hidden": [6, 11], "activation": "LINEAR", "dropout": 0.5, "classes": 2},
    ]
    print("# Written by network.py; see there.")
    print("format: ribond-network-golden 1")
    for i, case in enumerate(cases):
        run(
            {**shape, **case, "seed": 11 + i, "member": i},
            samples=44,
            batch=16,
            steps=100,
            adam=(0.01, 0.9, 0.999, 1e-8, 1e-4, 0.01),
        )


if __name__ == "__main__":
    main()
