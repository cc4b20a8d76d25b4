const bean = (x: number, y: number, angle: number) => (
  <g transform={`translate(${x} ${y}) rotate(${angle})`}>
    <ellipse rx="9" ry="6.5" fill="#5f3519" />
    <path d="M-8 0q4-3 8 0t8 0" stroke="#33190a" strokeWidth="1.8" />
  </g>
);

export const beans = (
  <>
    <path d="M66 40l4 92q30 7 60 0l4-92z" fill="#a8461f" />
    <path d="M118 42l-2 91q8-.6 14-2l4-91z" fill="#8a3716" />
    <path d="M64 26h72l-2 18q-34 6-68 0z" fill="#8a3716" />
    <path d="M64 26h72" stroke="#6e2a0f" strokeWidth="4" />
    <rect x="76" y="62" width="48" height="46" rx="6" fill="#fdf3ea" />
    <path
      d="M87 84a6 6 0 0 1 1-12 9 9 0 0 1 17-1 7 7 0 0 1 4 13"
      stroke="#a8461f"
      strokeWidth="3"
      strokeLinecap="round"
    />
    <path d="M86 90h28M92 98h16" stroke="#c9a58d" strokeWidth="3" strokeLinecap="round" />
    <circle cx="100" cy="52" r="3.5" fill="#fdf3ea" />
    {bean(48, 134, -20)}
    {bean(60, 140, 30)}
    {bean(148, 138, 15)}
    {bean(160, 132, -35)}
    {bean(139, 130, 50)}
  </>
);

export const mug = (
  <>
    <path d="M134 66h12a20 20 0 0 1 0 40h-12" stroke="#6f9fc2" strokeWidth="10" />
    <path d="M58 48h80v72q0 14-14 14H72q-14 0-14-14z" fill="#85b3d4" />
    <path d="M120 48h18v72q0 14-14 14h-12q8-2 8-14z" fill="#6f9fc2" />
    <ellipse cx="98" cy="48" rx="40" ry="9" fill="#a9cbe3" />
    <ellipse cx="98" cy="49" rx="34" ry="6.5" fill="#4d2c18" />
    <path d="M72 106a9 9 0 0 1 1-18 14 14 0 0 1 27-3 11 11 0 0 1 16 10 6.5 6.5 0 0 1-1 11z" fill="#fff" />
    <path d="M66 62v38" stroke="#c4dcec" strokeWidth="4" strokeLinecap="round" />
    <path
      d="M78 20q-7 9 0 18M98 16q-7 10 0 20M116 20q-7 9 0 18"
      stroke="#fff"
      strokeWidth="4"
      strokeLinecap="round"
    />
  </>
);

export const pourOverKit = (
  <>
    <path d="M36 132q-8-2-6-16l6-40h40l6 40q2 14-6 16z" fill="#3d4a52" />
    <path d="M66 76h10l6 40q2 14-6 16H62q10-2 8-16z" fill="#2e393f" />
    <path d="M40 76q16-14 32 0z" fill="#56656e" />
    <circle cx="56" cy="65" r="4" fill="#2e393f" />
    <path d="M34 92q-16-4-14 12 2 12 12 14" stroke="#2e393f" strokeWidth="6" strokeLinecap="round" />
    <path d="M78 104q16-2 18-22 1-18 12-24" stroke="#3d4a52" strokeWidth="6" strokeLinecap="round" />
    <path d="M110 62q1 8 14 14" stroke="#8fb7c9" strokeWidth="3" strokeLinecap="round" />
    <path d="M112 68h56l-18 24h-20z" fill="#fffaf4" />
    <path d="M112 68h56l-4 5h-48z" fill="#e3d6c8" />
    <path d="M122 72h36l-10 14h-16z" fill="#6b4127" />
    <rect x="126" y="91" width="28" height="5" rx="2.5" fill="#d8c8b8" />
    <path d="M126 98h28l12 28q2 8-6 8h-40q-8 0-6-8z" fill="#fff" opacity="0.75" />
    <path d="M119 114h42l5 12q2 8-6 8h-40q-8 0-6-8z" fill="#7a4525" opacity="0.9" />
    <path d="M140 97v14" stroke="#7a4525" strokeWidth="2.5" />
    <path d="M166 106q14 0 10 14-3 8-10 8" stroke="#fff" strokeWidth="4" opacity="0.8" />
  </>
);

export const espressoMachine = (
  <>
    <rect x="48" y="126" width="104" height="10" rx="4" fill="#4b545c" />
    <path d="M52 60h34v68H52z" fill="#a9b3bc" />
    <path d="M48 34q0-8 8-8h88q8 0 8 8v30q0 6-6 6H54q-6 0-6-6z" fill="#c6ced5" />
    <path d="M48 56h104v8q0 6-6 6H54q-6 0-6-6z" fill="#98a3ad" />
    <rect x="58" y="18" width="30" height="9" rx="3" fill="#7d8891" />
    <path d="M62 12h22l3 7H59z" fill="#fff" opacity="0.85" />
    <circle cx="68" cy="44" r="10" fill="#fdfdfd" />
    <path d="M68 44l5-5" stroke="#c4452a" strokeWidth="2.5" strokeLinecap="round" />
    <circle cx="68" cy="44" r="10" stroke="#7d8891" strokeWidth="2.5" />
    <circle cx="130" cy="42" r="5" fill="#c4452a" />
    <circle cx="114" cy="42" r="5" fill="#fdfdfd" />
    <path d="M94 70h28l-3 9h-22z" fill="#5b656e" />
    <path d="M119 73h26q4 0 4 4" stroke="#3b2318" strokeWidth="6" strokeLinecap="round" />
    <path d="M104 79v12M112 79v12" stroke="#6b4127" strokeWidth="2.5" />
    <path d="M94 94h28v14q0 12-10 12h-8q-10 0-10-12z" fill="#fffaf4" />
    <path d="M122 98h4a6 6 0 0 1 0 12h-4" stroke="#fffaf4" strokeWidth="4" />
    <ellipse cx="108" cy="94" rx="14" ry="3.5" fill="#7a4525" />
    <rect x="86" y="121" width="58" height="5" rx="2" fill="#2f373d" />
    <path d="M146 70q4 18-4 30" stroke="#7d8891" strokeWidth="4" strokeLinecap="round" />
  </>
);
