import type { ReactNode } from 'react';

/** Steam: three soft lines above what is hot. */
const steam = (
  <path
    d="M84 34q-7 9 0 18M100 28q-7 11 0 22M116 34q-7 9 0 18"
    stroke="#fff"
    strokeWidth="4"
    strokeLinecap="round"
    opacity="0.85"
  />
);

const saucer = (
  <>
    <ellipse cx="100" cy="133" rx="58" ry="9" fill="#e9dccf" />
    <ellipse cx="100" cy="130" rx="58" ry="8.5" fill="#fffaf4" />
    <ellipse cx="100" cy="129" rx="34" ry="4.5" fill="#eadccd" />
  </>
);

/** A wide cup; `children` is what is on its surface. */
function cup(drink: string, surface: ReactNode, glaze = '#fffaf4', shade = '#e9d9c9') {
  return (
    <>
      {saucer}
      <path d="M142 82h8a14 14 0 0 1 0 28h-13" stroke={glaze} strokeWidth="8" />
      <path d="M56 74h88v12a44 42 0 0 1-30 40q-14 4-28 0a44 42 0 0 1-30-40z" fill={glaze} />
      <path d="M56 74h88v6a44 42 0 0 1-30 40l-6 2q26-14 26-44z" fill={shade} opacity="0.7" />
      <ellipse cx="100" cy="74" rx="44" ry="10" fill={glaze} />
      <ellipse cx="100" cy="75" rx="39" ry="7.8" fill={drink} />
      {surface}
    </>
  );
}

/** A tall glass filled in layers from the bottom. */
function glass(layers: ReactNode, top: ReactNode) {
  return (
    <>
      {layers}
      <path d="M66 34h68l-8 100q-26 6-52 0z" fill="#fff" opacity="0.2" />
      <path d="M66 34h68l-8 100q-26 6-52 0z" stroke="#fff" strokeWidth="3" opacity="0.9" />
      <path d="M76 46l5 74" stroke="#fff" strokeWidth="4" strokeLinecap="round" opacity="0.6" />
      {top}
    </>
  );
}

const ice = (
  <g fill="#fff" opacity="0.5">
    <rect x="80" y="58" width="18" height="17" rx="4" transform="rotate(-12 89 66)" />
    <rect x="103" y="66" width="17" height="16" rx="4" transform="rotate(14 111 74)" />
    <rect x="86" y="82" width="16" height="15" rx="4" transform="rotate(8 94 89)" />
  </g>
);

export const cloudLatte = (
  <>
    {cup(
      '#9a5f37',
      <>
        <path
          d="M70 68a11 11 0 0 1 8-19 17 17 0 0 1 32-5 13 13 0 0 1 21 11 8 8 0 0 1-1 15q-30 11-60-2z"
          fill="#fffdf9"
        />
        <path
          d="M76 67a8 8 0 0 1 4-13M96 50a12 12 0 0 1 12-3"
          stroke="#ead9c8"
          strokeWidth="3"
          strokeLinecap="round"
        />
        <g fill="#8a4f2a">
          <circle cx="94" cy="62" r="1.4" />
          <circle cx="104" cy="58" r="1.2" />
          <circle cx="111" cy="64" r="1.4" />
          <circle cx="101" cy="66" r="1" />
        </g>
      </>,
    )}
  </>
);

export const oatLatte = (
  <>
    {steam}
    {cup(
      '#b98353',
      <path
        d="M100 81c-10-2-20-5-20-8.5 0-3 8-3.5 12-1.5 3 1.5 5 1.5 8 0 3 1.5 5 1.5 8 0 4-2 12-1.5 12 1.5 0 3.5-10 6.5-20 8.500z"
        fill="#fbeedd"
      />,
      '#e6eef0',
      '#c9d7da',
    )}
    <g stroke="#c79a4b" strokeWidth="2.5" strokeLinecap="round" fill="#e0b866">
      <path d="M164 132q3-26-3-46" fill="none" />
      <ellipse cx="156" cy="94" rx="3.5" ry="7" transform="rotate(-24 156 94)" />
      <ellipse cx="168" cy="97" rx="3.5" ry="7" transform="rotate(24 168 97)" />
      <ellipse cx="157" cy="109" rx="3.5" ry="7" transform="rotate(-24 157 109)" />
      <ellipse cx="170" cy="112" rx="3.5" ry="7" transform="rotate(24 170 112)" />
      <ellipse cx="161" cy="83" rx="3.5" ry="7" />
    </g>
  </>
);

export const osmanthusColdBrew = (
  <>
    {glass(
      <>
        <path d="M68.5 62h63l-6 70q-25.5 6-51 0z" fill="#7a3f18" />
        <path d="M72.5 108h55l-2 24q-25.5 6-51 0z" fill="#d99628" />
        <path d="M71 92h58l-1.5 18h-55z" fill="#a9651f" opacity="0.8" />
        {ice}
      </>,
      <>
        <path d="M112 20L98 120" stroke="#f3c64b" strokeWidth="5" strokeLinecap="round" />
        <g fill="#f4b62c">
          {[
            [82, 60],
            [96, 56],
            [110, 61],
            [121, 57],
            [104, 65],
          ].map(([x = 0, y = 0]) => (
            <g key={x}>
              <circle cx={x - 2.5} cy={y} r="2.6" />
              <circle cx={x + 2.5} cy={y} r="2.6" />
              <circle cx={x} cy={y - 2.5} r="2.6" />
              <circle cx={x} cy={y + 2.5} r="2.6" />
            </g>
          ))}
        </g>
      </>,
    )}
    <g fill="#f4b62c">
      <circle cx="150" cy="128" r="3.5" />
      <circle cx="156" cy="133" r="3" />
      <circle cx="46" cy="131" r="3.5" />
    </g>
  </>
);

export const matchaCloud = (
  <>
    {glass(
      <>
        <path d="M68 56h64l-6.5 76q-25.5 6-51 0z" fill="#f3efe2" />
        <path d="M70.5 84h59l-4 48q-25.5 6-51 0z" fill="#a9c46c" />
        <path d="M72.5 104h55l-2.5 28q-25 6-50 0z" fill="#6f9a3a" />
      </>,
      <>
        <path
          d="M64 56a12 12 0 0 1 6-22 19 19 0 0 1 36-8 15 15 0 0 1 27 10 11 11 0 0 1 2 20q-36 10-71 0z"
          fill="#fffef8"
        />
        <path d="M78 40a12 12 0 0 1 8-8" stroke="#e6e2cf" strokeWidth="3" strokeLinecap="round" />
        <g fill="#7ea644">
          <circle cx="96" cy="36" r="1.6" />
          <circle cx="106" cy="31" r="1.4" />
          <circle cx="116" cy="39" r="1.7" />
          <circle cx="103" cy="44" r="1.4" />
          <circle cx="88" cy="46" r="1.5" />
        </g>
      </>,
    )}
  </>
);

const blossom = (x: number, y: number, scale: number) => (
  <g transform={`translate(${x} ${y}) scale(${scale})`}>
    {[0, 72, 144, 216, 288].map((angle) => (
      <ellipse key={angle} cx="0" cy="-6" rx="4" ry="6.5" fill="#fff" transform={`rotate(${angle})`} />
    ))}
    <circle r="3" fill="#f2cf55" />
  </g>
);

export const jasmineTea = (
  <>
    {steam}
    {cup(
      '#cfd77a',
      <>
        {blossom(88, 74, 0.55)}
        {blossom(110, 76, 0.45)}
      </>,
      '#fbfff9',
      '#dcead9',
    )}
    <path d="M150 134q10-14 24-12-4 14-24 12z" fill="#6c9a53" />
    <path d="M50 134q-8-12-22-9 4 12 22 9z" fill="#7fae63" />
    {blossom(158, 124, 0.9)}
    {blossom(40, 128, 0.75)}
  </>
);
