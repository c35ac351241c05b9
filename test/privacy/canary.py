# SPDX-License-Identifier: Apache-2.0
"""Names, telephone and identity numbers that belong to nobody: each is typed once, so that a leak says where it came from."""
import re
import urllib.parse

SURNAMES, GIVEN = ["淳于", "濮阳", "尉迟", "呼延", "澹台"], "翯犇淼焱垚鑫骉羴龘槑"
WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]


def name(n):
    return SURNAMES[n % len(SURNAMES)] + GIVEN[n // 5 % 10] + GIVEN[n // 50 % 10]


def phone(n):
    return f"1391357{2460 + 7 * n:04d}"


def id_number(n):
    digits = f"371603{1950 + n % 40}{1 + n % 12:02d}{1 + n % 28:02d}{300 + n:03d}"
    return digits + "10X98765432"[sum(int(d) * w for d, w in zip(digits, WEIGHTS)) % 11]


class Canaries:
    def __init__(self):
        self.typed = {}  # what is looked for -> where it was typed

    def text(self, where):
        """A sentence with all three."""
        n = len(self.typed)
        for word in (name(n), phone(n), id_number(n)):
            self.typed[word] = where
        return f"{name(n)}说的，电话{phone(n)}，身份证{id_number(n)}"

    def number(self, where):
        n = len(self.typed)
        self.typed[phone(n)] = where
        return phone(n)

    def numbers(self, where):
        """A sentence with numbers alone, as a guard must see them."""
        n = len(self.typed)
        self.typed[phone(n)] = self.typed[id_number(n)] = where
        return f"找电话{phone(n)}，身份证{id_number(n)}"

    def found(self, text, only=None):
        """Which of them stand in a text, however they are spaced or escaped."""
        plain = text + urllib.parse.unquote(text) + re.sub(r"[\s\-\u00a0.]", "", text)
        if "\\u" in text:
            plain += re.sub(r"\\u([0-9a-fA-F]{4})", lambda m: chr(int(m.group(1), 16)), text)
        return [f"{word} ({where})" for word, where in self.typed.items()
                if word in plain and (only is None or only in where)]
