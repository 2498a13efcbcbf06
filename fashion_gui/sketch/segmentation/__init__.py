"""Segmentation: separating a garment or a drawing from its background, in any picture."""
