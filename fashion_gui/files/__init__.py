"""Files of foreign formats: pictures, read and written with Pillow."""
