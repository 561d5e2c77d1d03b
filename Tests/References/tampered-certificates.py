"""Twenty and more certificates that state what is false or not proved, made of one that is true.

    python3 tampered-certificates.py CERTIFICATE.json FOLDER

The certificate must be that of all measures of two densities whose laws are not the same, with a kink, a crossing, an
infinite measure and numbers that are no doubles, as those of laplace(0.1,1) and normal(1,2.3). Every file is named for
what was done to it.
"""
import copy
import json
import math
import sys
from fractions import Fraction

TAMPERS = []


def tamper(function):
    TAMPERS.append(function)
    return function


def integral(data, name):
    return next(entry for entry in data["integrals"] if entry["integral"] == name)


def measure(data, name):
    return next(entry for entry in data["measures"] if entry["measure"] == name)


def shifted(text, by):
    """A number with another last digit."""
    mantissa, exponent = text.split("p")
    return f"{'-' if int(mantissa, 16) + by < 0 else ''}{abs(int(mantissa, 16) + by):#x}p{exponent}"


def exact(text):
    parts = [Fraction(int(mantissa, 16)) * Fraction(2) ** int(exponent) for mantissa, exponent in (part.split("p") for part in text.split("/"))]
    return parts[0] / (parts[1:] or [1])[0]


def as_double(number):
    return f"{int(Fraction(number) * 2**60):#x}p-60"


def finer(text, by):
    """A number changed in the 60th digit or so after it."""
    if "/" in text:
        numerator, denominator = text.split("/")
        return finer(numerator, by) + "/" + denominator
    mantissa, exponent = text.split("p")
    return shifted(f"{int(mantissa, 16) * 2**20:#x}p{int(exponent) - 20}", by)


def panels(data, name):
    return [panel for part in integral(data, name)["parts"] for panel in part["panels"]]


def tailed(data, name):
    return next(part for part in integral(data, name)["parts"] if part["tails"])


def tail(data, name):
    return tailed(data, name)["tails"][0]


@tamper
def a_panel_is_enclosed_by_a_number(data):
    panel = panels(data, "kl")[2]
    panel["enclosure"] = panel["enclosure"][0]


@tamper
def a_panel_is_enclosed_elsewhere(data):
    panel = panels(data, "kl")[2]
    middle, radius = panel["enclosure"]
    mantissa, exponent = radius.split("p")
    panel["enclosure"] = [middle, f"{mantissa}p{int(exponent) - 12}"]


@tamper
def a_panel_is_left_out(data):
    part = integral(data, "kl")["parts"][0]
    del part["panels"][len(part["panels"]) // 2]


@tamper
def a_panel_is_there_twice(data):
    part = integral(data, "kl")["parts"][0]
    part["panels"].insert(1, part["panels"][0])


@tamper
def panels_overlap(data):
    first = panels(data, "kl")[0]
    first["to"] = panels(data, "kl")[1]["to"]


@tamper
def a_tail_is_dropped(data):
    tailed(data, "kl")["tails"] = []


@tamper
def a_tail_is_smaller(data):
    middle, radius = tail(data, "kl")["enclosure"]
    mantissa, exponent = radius.split("p")
    tail(data, "kl")["enclosure"] = [middle, f"{mantissa}p{int(exponent) - 3}"]


@tamper
def a_tail_begins_farther_out(data):
    part = tailed(data, "kl")
    part["tails"][0]["input"] = shifted(part["tails"][0]["input"], 2**45)


@tamper
def a_tail_falls_faster(data):
    term = tail(data, "kl")["q"]["growth"][0]
    number = term["coefficient"]
    mantissa, exponent = (number if isinstance(number, str) else number[0]).split("p")
    # By one part in 2^100, which is negative here.
    term["coefficient"] = f"-{abs(int(mantissa, 16)) * (2**100 + 1):#x}p{int(exponent) - 100}"


@tamper
def a_tail_begins_lower(data):
    one = tail(data, "kl")["p"]
    lower = exact(one["log"][0]) - Fraction(1, 2**60)
    one["log"] = [f"{lower.numerator:#x}p-{lower.denominator.bit_length() - 1}", "0x1p-200"]


@tamper
def a_tail_has_another_bound(data):
    tail(data, "kl")["bound"] = "masses"


@tamper
def a_parameter_differs_in_its_last_bit(data):
    sd = exact(data["q"]["parameters"][1])
    if data["reading"] == "doubles":
        data["q"]["parameters"][1] = as_double(math.nextafter(float(sd), 9))
    else:
        data["q"]["parameters"][1] = f"{int(sd * 10**16) + 1:#x}p0/{10**16:#x}p0"


@tamper
def a_parameter_is_one_of_the_other_reading(data):
    location = exact(data["p"]["parameters"][0])
    data["p"]["parameters"][0] = as_double(float(location)) if data["reading"] == "decimals" else "0x1p0/0xap0"


@tamper
def the_reading_is_the_other(data):
    data["reading"] = {"doubles": "decimals", "decimals": "doubles"}[data["reading"]]


@tamper
def a_cut_is_moved(data):
    for part in integral(data, "kl")["parts"]:
        for end in ("lower", "upper"):
            if part[end] == data["p"]["parameters"][0]:
                part[end] = finer(part[end], 2**40)


@tamper
def an_anchor_is_moved(data):
    part = tailed(data, "kl")
    part["anchor"] = finer(part["anchor"], 1)


@tamper
def a_part_is_left_out(data):
    del integral(data, "jensenShannon")["parts"][1]


@tamper
def the_total_is_not_the_sum(data):
    entry = integral(data, "jensenShannon")
    middle, radius = entry["enclosure"]
    mantissa, exponent = radius.split("p")
    entry["enclosure"] = [middle, f"{mantissa}p{int(exponent) - 2}"]


@tamper
def the_densities_are_exchanged(data):
    data["p"], data["q"] = data["q"], data["p"]


@tamper
def a_measure_is_renamed(data):
    measure(data, "kl_pq")["measure"] = "kl_qm"


@tamper
def an_integral_is_renamed(data):
    integral(data, "entropyP")["integral"] = "crossEntropy"
    data["integrals"] = [entry for i, entry in enumerate(data["integrals"]) if entry["integral"] not in
                         [before["integral"] for before in data["integrals"][:i]]]


@tamper
def a_measure_is_said_to_be_infinite(data):
    entry = measure(data, "kl_pq")
    entry["result"] = "infinite"


@tamper
def an_integral_is_said_to_be_infinite(data):
    entry = integral(data, "kl")
    entry["result"] = "infinite"
    entry["parts"] = [tailed(data, "kl")]
    measure(data, "kl_pq")["result"] = "infinite"
    measure(data, "jeffreys")["result"] = "infinite"


@tamper
def a_measure_is_said_to_be_finite(data):
    infinite = next(entry for entry in data["measures"] if entry["result"] == "infinite")
    infinite.update(result="enclosed", lower="0x1p0", upper="0x1p1")


@tamper
def the_bounds_of_a_measure_are_narrower(data):
    entry = measure(data, "kl_pq")
    entry["upper"] = shifted(entry["upper"], -4)


@tamper
def a_sign_is_wrong(data):
    panel = next(panel for panel in panels(data, "totalVariation") if panel["kind"] == "positive")
    panel["kind"] = "negative"


@tamper
def a_magnitude_is_taken_for_the_function(data):
    panel = next(panel for panel in panels(data, "totalVariation") if panel["kind"] == "positive")
    panel["kind"] = "integral"


@tamper
def around_a_zero_there_is_nothing(data):
    panel = next(panel for panel in panels(data, "totalVariation") if panel["kind"] == "zeros")
    panel["enclosure"] = "0x0p0"


def main(source, folder):
    with open(source, encoding="utf-8") as file:
        true = json.load(file)
    for function in TAMPERS:
        data = copy.deepcopy(true)
        function(data)
        if data == true:
            sys.exit(f"{function.__name__} changed nothing")
        with open(f"{folder}/{function.__name__}.json", "w", encoding="utf-8") as file:
            json.dump(data, file)


main(*sys.argv[1:])
