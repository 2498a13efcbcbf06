"""Generated pictures of clothes as people take them: on paper, floors and screens."""
