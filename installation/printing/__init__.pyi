from ._label_print import print_labels

__all__ = ["print_labels"]
