"""Reading and writing files: networks, pictures, kept results; whole or not at all."""
