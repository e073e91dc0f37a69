"""The shader that bends a film's picture, and gives it its colours."""

from collections.abc import Sequence
from typing import NamedTuple

from pyglet.graphics.shader import Shader, ShaderProgram

from installation.calibration import LUMA_WEIGHTS, clip_pin, yuv_to_rgb
from installation.model import Optics
from installation.stage._grain import GRAIN

_VERTEX = """#version 330 core
layout(location = 0) in vec2 position;
layout(location = 1) in vec2 texture_at;
uniform mat3 pin;
PLANE out vec2 at;
void main() {
    vec3 pinned = pin * vec3(position, 1.0);
    gl_Position = vec4(pinned.xy, 0.0, pinned.z);
    at = texture_at;
}
"""
CORRECTION = f"""
#ifdef CORRECTED
#define LUMA_WEIGHTS vec3{LUMA_WEIGHTS}
uniform vec3 gain, gamma, black;
uniform float saturation;
vec3 corrected(vec3 rgb) {{
    rgb = clamp(rgb, 0.0, 1.0);
    rgb = mix(vec3(dot(rgb, LUMA_WEIGHTS)), rgb, saturation);
    rgb = clamp(gain * rgb, 0.0, 1.0);
    return black + (1.0 - black) * pow(rgb, 1.0 / gamma);
}}
#endif
"""
"""GLSL for a projector's correction of a colour."""
_FRAGMENT = (
    """#version 330 core
PLANE in vec2 at;
out vec4 colour;
uniform sampler2D luma, blue, red;
"""
    + CORRECTION
    + GRAIN
    + """
void main() {
#ifdef HALF_A_ROW
    const vec2 up = vec2(0.0, HALF_A_ROW);
    float mean = dot(texture(luma, at - up).rg + texture(luma, at + up).rg, vec2(0.25));
#else
    float mean = texture(luma, at).r;
#endif
    vec3 yuv = SAMPLE * vec3(mean, texture(blue, at).r, texture(red, at).r);
    vec3 rgb = vec3(
        RY * yuv.x + RV * yuv.z + R0,
        GY * yuv.x + GU * yuv.y + GV * yuv.z + G0,
        BY * yuv.x + BU * yuv.y + B0);
#ifdef CORRECTED
    rgb = corrected(rgb);
#endif
#ifdef FINE
    rgb = grained(rgb);
#endif
    colour = vec4(rgb, 1.0);
}
"""
)


class ShaderKind(NamedTuple):
    """A film's matrix and range, with or without a projector's correction.

    ``pinned`` for a viewport that is bent, ``rows`` of luma where it is read in pairs, else 0;
    ``depth`` are the bits of a sample. All this stands in a shader's text: as uniforms the numbers
    cost a quarter of all drawing on a machine that draws with its processor (11.5 ms for 8.5 ms on
    three 640x360 heads), and perspective where there is none a twenty-fifth.
    """

    matrix: str
    full_range: bool
    corrected: bool
    pinned: bool
    rows: int
    depth: int = 8


def program(kind: ShaderKind) -> ShaderProgram:
    """The shader for pictures of a kind; compiles it."""
    colours = yuv_to_rgb(kind.matrix, kind.full_range, kind.depth)
    defined = {
        f"{channel}{part}": float(colours.matrix[row, column])
        for row, channel in enumerate("RGB")
        for column, part in enumerate("YUV")
    }
    defined |= {f"{channel}0": float(colours.offset[row]) for row, channel in enumerate("RGB")}
    lines = [f"#define {name} ({value:.7f})" for name, value in defined.items()]
    lines += [f"#define PLANE {'' if kind.pinned else 'noperspective'}"]
    lines += ["#define CORRECTED"] if kind.corrected else []
    lines += ["#define FINE"] if kind.corrected or kind.depth > 8 else []
    # more than eight bits lie in the lower part of two bytes
    sample = 1.0 if kind.depth == 8 else 65535 / ((1 << kind.depth) - 1)
    lines += [f"#define SAMPLE ({sample:.9f})"]
    lines += [f"#define HALF_A_ROW ({0.5 / kind.rows:.9f})"] if kind.rows else []
    return compiled(_FRAGMENT, lines)


def compiled(fragment: str, lines: Sequence[str]) -> ShaderProgram:
    """The shader that lays corners on a viewport by a pin, and colours them by ``fragment``.

    ``lines`` are for both its parts; one of them defines PLANE.
    """
    vertex, coloured = (
        text.replace("core\n", "core\n" + "\n".join(lines) + "\n", 1)
        for text in (_VERTEX, fragment)
    )
    return ShaderProgram(Shader(vertex, "vertex"), Shader(coloured, "fragment"))


def tell(made: ShaderProgram, kind: ShaderKind, optics: Optics) -> None:
    """Give a program of a kind the projector's numbers."""
    with made:
        made["pin"] = tuple(clip_pin(optics.corners.quad).T.ravel())
        for name, amount in optics.colour.items() if kind.corrected else ():
            made[name] = amount
