/** An agent not seen at the desk for longer has left; shorter is a lost connection. */
const graceSeconds = 60;
/** An agent not seen for longer is given nothing more; sockets beat every five seconds. */
const connectedSeconds = 15;
/** Who has waited longer is served by whoever has room, whatever they know. */
export const patienceSeconds = 180;

/** The moments that routing compares with. */
export function momentsOf(now: Date) {
  const before = (seconds: number) => new Date(now.getTime() - seconds * 1000);
  return {
    goneBefore: before(graceSeconds),
    connectedAfter: before(connectedSeconds),
    patientSince: before(patienceSeconds),
  };
}
