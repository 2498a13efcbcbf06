"""Start Fashion GUI from a checkout: ``python main.py --help`` lists the commands."""

from fashion_gui.__main__ import main

if __name__ == "__main__":
    main()
