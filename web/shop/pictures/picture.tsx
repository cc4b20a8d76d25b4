import type { ReactNode } from 'react';
import { cheesecake, croissant, lemonTart } from './bakery.tsx';
import { cloudLatte, jasmineTea, matchaCloud, oatLatte, osmanthusColdBrew } from './drinks.tsx';
import { beans, espressoMachine, mug, pourOverKit } from './things.tsx';

/** Each drawn on 200 × 160, standing on a shadow at the height of 138. */
const PICTURES: Record<string, { ground: string; drawing: ReactNode }> = {
  'cloud-latte': { ground: '#f6e3d3', drawing: cloudLatte },
  'oat-latte': { ground: '#efe7d6', drawing: oatLatte },
  'osmanthus-cold-brew': { ground: '#fbeecb', drawing: osmanthusColdBrew },
  'matcha-cloud': { ground: '#e2ecd3', drawing: matchaCloud },
  'jasmine-tea': { ground: '#e8f1e6', drawing: jasmineTea },
  croissant: { ground: '#f8e6c9', drawing: croissant },
  'lemon-tart': { ground: '#fdf3c4', drawing: lemonTart },
  cheesecake: { ground: '#f4e2cf', drawing: cheesecake },
  beans: { ground: '#e9dccf', drawing: beans },
  mug: { ground: '#dfeaf3', drawing: mug },
  'pour-over-kit': { ground: '#ebe6e1', drawing: pourOverKit },
  'espresso-machine': { ground: '#e3e6ea', drawing: espressoMachine },
};

/** What a product looks like. Decoration: its name stands beside it. */
export function Picture({ id }: { id: string }) {
  const picture = PICTURES[id];
  return (
    <svg
      aria-hidden="true"
      viewBox="0 0 200 160"
      preserveAspectRatio="xMidYMid slice"
      className="block aspect-[5/4] size-full object-cover transition-transform duration-300 group-hover:scale-[1.03] dark:brightness-[0.86]"
      fill="none"
    >
      <rect width="200" height="160" fill={picture?.ground ?? '#eee'} />
      <ellipse cx="100" cy="138" rx="62" ry="8" fill="#3b2318" opacity="0.13" />
      {picture?.drawing}
    </svg>
  );
}
