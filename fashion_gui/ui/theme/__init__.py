"""The look: colours in one place, and what is made of them."""
