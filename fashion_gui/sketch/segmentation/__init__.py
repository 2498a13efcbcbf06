"""Segmentation: a garment or a drawing told from what it lies on, in any picture."""
