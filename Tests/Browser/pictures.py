"""Pictures of scenes, to be looked at: each at a laptop's, a projector's and a phone's size, in light and dark.

    python3 pictures.py PROGRAM FOLDER [--page FOLDER] [--scene ID …] [--size SIZE …] [--scheme SCHEME …]
"""

import argparse
import os
import shutil

from playwright.sync_api import sync_playwright

from run import BROWSERS
from sandbox import Sandbox
from student import Student

SIZES = {"laptop": (1280, 800), "projector": (1920, 1080), "phone": (390, 844)}


def picture(browser, address, fragment, file, size, scheme):
    width, height = SIZES[size]
    student = Student(browser, address, scheme=scheme, width=width, height=height)
    try:
        student.open(fragment)
        switch = student.page.query_selector("[data-projector-switch]")
        if size == "projector" and switch:
            switch.focus()
            student.page.keyboard.press("Space")
            student.page.evaluate("document.activeElement.blur()")
            student.settle()
        # Transitions end, and a live scene has something to show.
        student.page.wait_for_timeout(2000 if student.is_live else 300)
        student.page.screenshot(path=file, full_page=True)
        for complaint in student.complaints:
            print(f"{file}: {complaint}")
    finally:
        student.close()


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("program")
    parser.add_argument("folder")
    parser.add_argument("--page")
    parser.add_argument("--scene", action="append")
    parser.add_argument("--size", action="append", choices=list(SIZES))
    parser.add_argument("--scheme", action="append", choices=["light", "dark"])
    options = parser.parse_args()
    os.makedirs(options.folder, exist_ok=True)
    sandbox = Sandbox(options.program, options.page)
    address = sandbox.start()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=next(filter(None, map(shutil.which, BROWSERS))),
            args=["--no-sandbox"] if os.getuid() == 0 else [])
        try:
            student = Student(browser, address)
            student.open()
            scenes = [("entry", "")] + student.scenes()
            student.close()
            for scene, fragment in scenes:
                if options.scene and scene not in options.scene:
                    continue
                for size in options.size or SIZES:
                    for scheme in options.scheme or ("light", "dark"):
                        file = os.path.join(options.folder, f"{scene}-{size}-{scheme}.png")
                        picture(browser, address, fragment, file, size, scheme)
        finally:
            browser.close()
            sandbox.stop()


if __name__ == "__main__":
    main()
