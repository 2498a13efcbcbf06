"""What a network recognizes: photographs, drawings, pictures, and things that are not clothes."""
