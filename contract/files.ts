/** Files that people may upload: told by their content, whatever they are called. Nothing that can run is among them. */
export const fileMediaTypes = ['image/jpeg', 'image/png', 'image/webp', 'application/pdf'] as const;
export const largestFile = 8 * 1024 * 1024;
