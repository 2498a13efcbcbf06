"""Pictures of clothes as people take them: on paper, floors and screens, made by a program."""
