import type { Size } from '../canvas';
import type { View } from '../zoom';

/** Draws the points of the map by WebGL 2, all of them in two calls a frame. */
export interface PointLayer {
  /** @param places [documents × 2], CSS pixels at scale 1 */
  setPlaces(places: Float32Array): void;
  /** @param colours [documents × 4], red, green, blue and alpha; the faint ones are drawn below */
  setColours(colours: Uint8Array): void;
  draw(size: Size, view: View, radiusPx: number): void;
  dispose(): void;
}

/** Alpha of points that are brought out; that of the others is less. */
export const strongAlpha = 217;

const vertexShader = `#version 300 es
in vec2 place;
in vec4 colour;
uniform vec2 size;
uniform vec3 view;
uniform float diameter;
uniform bool strong;
out vec4 shade;
void main() {
  vec2 screen = place * view.x + view.yz;
  bool shown = (colour.a > ${((strongAlpha - 0.5) / 255).toFixed(4)}) == strong;
  gl_Position = shown ? vec4(screen / size * vec2(2.0, -2.0) + vec2(-1.0, 1.0), 0.0, 1.0) : vec4(2.0, 2.0, 2.0, 1.0);
  gl_PointSize = diameter + 2.0;
  shade = vec4(colour.rgb * colour.a, colour.a);
}`;

const fragmentShader = `#version 300 es
precision highp float;
in vec4 shade;
uniform float diameter;
out vec4 pixel;
void main() {
  float fromEdge = 0.5 * diameter - distance(gl_PointCoord, vec2(0.5)) * (diameter + 2.0);
  pixel = shade * clamp(fromEdge + 0.5, 0.0, 1.0);
}`;

/**
 * @param onLost the browser took the context away: draw otherwise
 * @returns undefined where there is no WebGL 2
 */
export function pointLayer(canvas: HTMLCanvasElement, onLost: () => void): PointLayer | undefined {
  // Kept for print and for pictures of the page.
  const gl = canvas.getContext('webgl2', { antialias: false, preserveDrawingBuffer: true });
  const program = gl === null ? undefined : linked(gl);
  if (gl === null || program === undefined) return undefined;
  const buffers = { place: gl.createBuffer(), colour: gl.createBuffer() };
  const uniforms = Object.fromEntries(
    ['size', 'view', 'diameter', 'strong'].map((name) => [name, gl.getUniformLocation(program, name)]),
  );
  let points = 0;
  gl.useProgram(program);
  gl.enable(gl.BLEND);
  gl.blendFunc(gl.ONE, gl.ONE_MINUS_SRC_ALPHA);
  canvas.addEventListener('webglcontextlost', onLost);

  function fill(name: keyof typeof buffers, values: Float32Array | Uint8Array, width: number, type: number): void {
    const location = gl!.getAttribLocation(program!, name);
    gl!.bindBuffer(gl!.ARRAY_BUFFER, buffers[name]);
    gl!.bufferData(gl!.ARRAY_BUFFER, values, gl!.STATIC_DRAW);
    gl!.enableVertexAttribArray(location);
    gl!.vertexAttribPointer(location, width, type, type === gl!.UNSIGNED_BYTE, 0, 0);
  }

  return {
    setPlaces(places) {
      points = places.length / 2;
      fill('place', places, 2, gl.FLOAT);
    },
    setColours: (colours) => fill('colour', colours, 4, gl.UNSIGNED_BYTE),
    draw(size, view, radiusPx) {
      const ratio = window.devicePixelRatio || 1;
      const [width, height] = [Math.round(size.width * ratio), Math.round(size.height * ratio)];
      if (canvas.width !== width) canvas.width = width;
      if (canvas.height !== height) canvas.height = height;
      gl.viewport(0, 0, width, height);
      gl.clearColor(0, 0, 0, 0);
      gl.clear(gl.COLOR_BUFFER_BIT);
      gl.uniform2f(uniforms['size']!, size.width, size.height);
      gl.uniform3f(uniforms['view']!, view.scale, view.x, view.y);
      gl.uniform1f(uniforms['diameter']!, 2 * radiusPx * ratio);
      for (const strong of [0, 1]) {
        gl.uniform1i(uniforms['strong']!, strong);
        gl.drawArrays(gl.POINTS, 0, points);
      }
    },
    dispose() {
      canvas.removeEventListener('webglcontextlost', onLost);
      gl.deleteBuffer(buffers.place);
      gl.deleteBuffer(buffers.colour);
      gl.deleteProgram(program);
    },
  };
}

function linked(gl: WebGL2RenderingContext): WebGLProgram | undefined {
  const program = gl.createProgram();
  for (const [type, source] of [
    [gl.VERTEX_SHADER, vertexShader],
    [gl.FRAGMENT_SHADER, fragmentShader],
  ] as const) {
    // prettier-ignore
    const shader = gl.createShader(type);
    if (shader === null) return undefined;
    gl.shaderSource(shader, source);
    gl.compileShader(shader);
    gl.attachShader(program, shader);
    gl.deleteShader(shader);
  }
  gl.linkProgram(program);
  return gl.getProgramParameter(program, gl.LINK_STATUS) === true ? program : undefined;
}
