"""Times PyTorch on the same shapes as MeasureGpu and prints the same names.

Usage: python3 measure_peer.py fp32|tf32 SECTION... with sections gemm, train, epoch and map.

The dense input (concatenated one-hot windows) is what a PyTorch user would build; it is made once
and not timed in training, where it is given whole, and is gathered on the device from one-hot rows
in map prediction.
"""

import sys
import time

import torch

PRECISION = sys.argv[1]
torch.backends.cuda.matmul.allow_tf32 = PRECISION == "tf32"
torch.backends.cudnn.allow_tf32 = PRECISION == "tf32"
DEVICE = torch.device("cuda")
REPEATS = 7


def show(name, value, unit):
    print(f"{PRECISION}.{name}\t{value:.4g}\t{unit}", flush=True)


def seconds(work):
    work()
    work()
    torch.cuda.synchronize()
    begin = time.perf_counter()
    work()
    torch.cuda.synchronize()
    once = max(time.perf_counter() - begin, 1e-9)
    count = int(min(max(0.02 / once, 1), 500))
    times = []
    for _ in range(REPEATS):
        begin = time.perf_counter()
        for _ in range(count):
            work()
        torch.cuda.synchronize()
        times.append((time.perf_counter() - begin) / count)
    return sorted(times)[REPEATS // 2]


def gemms():
    for window in (15, 31):
        first, second = 30 * window + 1, 60 * window + 1
        for batch in (4096, 65536, 524288):
            if batch == 524288 and window == 31:
                continue
            h1 = torch.rand(batch, first, device=DEVICE) * 2 - 1
            h2 = torch.rand(batch, second, device=DEVICE) * 2 - 1
            w = torch.rand(first, second, device=DEVICE) * 2 - 1
            dw = torch.empty(first, second, device=DEVICE)
            gemm("forward", h1, w, h2)
            gemm("input", h2, w.t(), h1)
            gemm("weights", h1.t(), h2, dw)
            del h1, h2, w, dw
    a = torch.rand(8192, 8192, device=DEVICE) * 2 - 1
    b = torch.rand(8192, 8192, device=DEVICE) * 2 - 1
    gemm("square", a, b, torch.empty_like(a))


def gemm(name, a, b, out):
    t = seconds(lambda: torch.mm(a, b, out=out))
    m, k = a.shape
    n = b.shape[1]
    show(f"gemm.{name}.{m}x{n}x{k}", 2 * m * n * k / t * 1e-12, "TFLOP/s")


def network(window):
    width, first, second = 30 * window, 30 * window + 1, 60 * window + 1
    return torch.nn.Sequential(
        torch.nn.Linear(width, first),
        torch.nn.ReLU(),
        torch.nn.Dropout(0.5),
        torch.nn.Linear(first, second),
        torch.nn.ReLU(),
        torch.nn.Dropout(0.5),
        torch.nn.Linear(second, 2),
    ).to(DEVICE)


def one_hot(batch, window):
    x = torch.zeros(batch, 30 * window, device=DEVICE)
    rows = torch.arange(batch, device=DEVICE)
    for slot in range(window):
        x[rows, slot * 26 + torch.randint(26, (batch,), device=DEVICE)] = 1
        x[rows, window * 26 + slot * 4 + torch.randint(4, (batch,), device=DEVICE)] = 1
    return x


def step_of(model, x, y, fused):
    optimiser = torch.optim.Adam(model.parameters(), lr=1e-3, fused=fused)
    loss_of = torch.nn.CrossEntropyLoss()

    def step():
        optimiser.zero_grad(set_to_none=True)
        loss_of(model(x), y).backward()
        optimiser.step()

    return step


def training():
    for window in (15, 31):
        for batch in (4096, 32768, 524288):
            x = one_hot(batch, window)
            y = torch.randint(2, (batch,), device=DEVICE)
            t = seconds(step_of(network(window), x, y, False))
            show(f"train.w{window}.batch{batch}", batch / t, "samples/s")
            t = seconds(step_of(torch.compile(network(window)), x, y, True))
            show(f"compiled.w{window}.batch{batch}", batch / t, "samples/s")
            if batch == 4096:
                model = torch.compile(network(window), mode="reduce-overhead")
                t = seconds(step_of(model, x, y, True))
                show(f"graphed.w{window}.batch{batch}", batch / t, "samples/s")
            if batch == 524288 and window == 15:
                show("epoch.w15", t * 10039962 / batch, "s")
            del x, y


@torch.no_grad()
def maps():
    for residues, bases in ((300, 100), (3000, 1500)):
        for window in (15, 31):
            model = network(window).eval()
            p = one_hot(residues, window)[:, : 26 * window].contiguous()
            q = one_hot(bases, window)[:, 26 * window :].contiguous()
            pairs = residues * bases
            tile = min(pairs, 32768)
            index = torch.arange(pairs, device=DEVICE)

            def predict():
                for begin in range(0, pairs, tile):
                    pair = index[begin : begin + tile]
                    x = torch.cat((p[pair // bases], q[pair % bases]), dim=1)
                    torch.softmax(model(x), dim=1).cpu()

            show(f"map.w{window}.{residues}x{bases}", pairs / seconds(predict), "pairs/s")


SECTIONS = {"gemm": gemms, "train": training, "map": maps}
for section in sys.argv[2:]:
    SECTIONS[section]()
