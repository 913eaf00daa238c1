#!/usr/bin/env python3
"""Makes a copy of ONNX Runtime's libraries that uses no AVX-512, for fair runs beside Lathe with -XX:UseAVX=2.

ONNX Runtime asks the instruction xgetbv whether the system keeps the registers of AVX-512, and has no switch of its own. In
the copy the instruction is replaced by two of the same length that answer no: push 7 and pop rax, which stand for the
registers up to AVX2. Nothing else changes. The copy lands in bench/target/onnxruntime-avx2, for measurements on this machine.

    python3 bench/without-avx512.py onnxruntime-1.29.0.jar
"""
import pathlib
import re
import subprocess
import sys
import zipfile

FOLDER = "ai/onnxruntime/native/linux-x64/"
XGETBV = b"\x0f\x01\xd0"
PUSH_7_POP_RAX = b"\x6a\x07\x58"


def text_section(library):
    headers = subprocess.run(["objdump", "-h", library], capture_output=True, text=True, check=True).stdout
    _, address, _, offset = re.search(r"\.text\s+(\w+)\s+(\w+)\s+(\w+)\s+(\w+)", headers).groups()
    return int(address, 16), int(offset, 16)


def main():
    copy = pathlib.Path(__file__).parent / "target" / "onnxruntime-avx2"
    copy.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(sys.argv[1]) as jar:
        for name in ("libonnxruntime.so", "libonnxruntime4j_jni.so"):
            (copy / name).write_bytes(jar.read(FOLDER + name))
    library = copy / "libonnxruntime.so"
    address, offset = text_section(library)
    code = bytearray(library.read_bytes())
    lines = subprocess.run(["objdump", "-d", "--no-show-raw-insn", library], capture_output=True, text=True, check=True).stdout
    found = re.findall(r"^\s*(\w+):\s+xgetbv", lines, re.MULTILINE)
    for place in found:
        at = int(place, 16) - address + offset
        assert code[at:at + 3] == XGETBV
        code[at:at + 3] = PUSH_7_POP_RAX
    library.write_bytes(code)
    print(f"{library}: {len(found)} places")


if __name__ == "__main__":
    main()
