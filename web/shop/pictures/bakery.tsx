const plate = (
  <>
    <ellipse cx="100" cy="132" rx="68" ry="11" fill="#e4d8ca" />
    <ellipse cx="100" cy="128" rx="68" ry="10.5" fill="#fffdf9" />
    <ellipse cx="100" cy="127" rx="46" ry="6.5" fill="#f0e6da" />
  </>
);

export const croissant = (
  <>
    {plate}
    <path
      d="M38 112c4-34 32-58 62-58s58 24 62 58c1 8-10 11-15 4-10-14-26-22-47-22s-37 8-47 22c-5 7-16 4-15-4z"
      fill="#d98c3a"
    />
    <path d="M38 112c2-16 10-30 21-40l14 25c-8 4-15 10-20 17-5 8-16 6-15-2z" fill="#c2742a" />
    <path d="M162 112c-2-16-10-30-21-40l-14 25c8 4 15 10 20 17 5 8 16 6 15-2z" fill="#c2742a" />
    <path d="M73 97l-9-29c7-6 14-10 22-12l5 38c-6 0-12 1-18 3z" fill="#e8a24e" />
    <path d="M127 97l9-29c-7-6-14-10-22-12l-5 38c6 0 12 1 18 3z" fill="#e8a24e" />
    <path d="M91 94l-5-38c9-2.5 19-2.5 28 0l-5 38c-6-.6-12-.6-18 0z" fill="#f1b563" />
    <path
      d="M84 62q16-5 32 0M66 76q6-5 12-8M122 68q6 3 12 8"
      stroke="#fbdca4"
      strokeWidth="3"
      strokeLinecap="round"
    />
    <g fill="#fff">
      <rect x="94" y="66" width="3.5" height="3.5" rx="1" />
      <rect x="104" y="72" width="3" height="3" rx="1" />
      <rect x="88" y="78" width="3" height="3" rx="1" />
      <rect x="112" y="80" width="3.5" height="3.5" rx="1" />
      <rect x="76" y="84" width="3" height="3" rx="1" />
    </g>
  </>
);

export const lemonTart = (
  <>
    {plate}
    <path d="M42 92q58 16 116 0l-11 28q-47 12-94 0z" fill="#c98b3f" />
    <path
      d="M50 95l4 24M64 98l3 24M79 100l2 24M94 101v24M109 101l-1 24M124 100l-3 23M138 97l-5 23M150 94l-6 24"
      stroke="#a96f2b"
      strokeWidth="2.5"
    />
    <ellipse cx="100" cy="91" rx="59" ry="17" fill="#dba355" />
    <ellipse cx="100" cy="90" rx="51" ry="13" fill="#ffd93b" />
    <path d="M60 88q14-8 36-9" stroke="#fff3a8" strokeWidth="4" strokeLinecap="round" />
    <g transform="translate(112 80)">
      <circle r="17" fill="#f4c21d" />
      <circle r="14.5" fill="#fff7cf" />
      <g fill="#ffe05c">
        {[0, 60, 120, 180, 240, 300].map((angle) => (
          <path key={angle} d="M0-2L-5-12a12 12 0 0 1 10 0z" transform={`rotate(${angle})`} />
        ))}
      </g>
    </g>
    <path d="M80 84q-2-12 8-18 6 10-8 18zM82 84q10-8 18-3-6 9-18 3z" fill="#6fa04a" />
  </>
);

export const cheesecake = (
  <>
    {plate}
    <path d="M46 84L138 66l18 16v34l-100 10-10-12z" fill="#f6dc9c" />
    <path d="M46 84l10 12v30l-10-12z" fill="#e8c278" />
    <path d="M56 96l100-14v34l-100 10z" fill="#fbe8b6" />
    <path d="M46 84L138 66l18 16-100 14z" fill="#7a4420" />
    <path d="M62 84l70-14 10 9-76 11z" fill="#96582c" />
    <path d="M80 84l44-9" stroke="#b97a45" strokeWidth="4" strokeLinecap="round" />
    <path d="M56 96l100-14v5q-9 6-16 2-8 8-17 4-8 9-18 4-9 8-18 3-8 7-16 3-8 4-15 0z" fill="#8f5229" />
    <path d="M96 114q20 2 44-4l16-1v7l-100 10v-7q18 0 40-5z" fill="#fdf3d3" opacity="0.8" />
    <circle cx="108" cy="62" r="8" fill="#3f4f96" />
    <circle cx="121" cy="65" r="7" fill="#34427f" />
    <circle cx="113" cy="54" r="6.5" fill="#4e60ad" />
    <circle cx="106" cy="60" r="2" fill="#8c9ad6" />
    <path d="M124 58q8-10 18-6-4 11-18 6z" fill="#6fa04a" />
  </>
);
