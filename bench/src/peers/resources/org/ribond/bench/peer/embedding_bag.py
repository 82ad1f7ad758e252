"""Makes embedding-bag.pt, which calls PyTorch's EmbeddingBag from Java: its Java interface has none."""
import torch


class Bag(torch.nn.Module):
    def forward(self, rows: torch.Tensor, offsets: torch.Tensor, weight: torch.Tensor) -> torch.Tensor:
        sums, _, _, _ = torch.embedding_bag(weight, rows, offsets, False, 0, False, None, False, None)
        return sums


torch.jit.script(Bag()).save("embedding-bag.pt")
