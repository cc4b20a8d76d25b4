import { dirname, resolve } from 'node:path';
import pg from 'pg';
import { portProblem } from './processes.ts';
import { errorCode, ScriptError } from './say.ts';

const projectRoot = dirname(import.meta.dirname);

export interface StartConfig {
  host: string;
  port: number;
  sandboxPort: number;
  /** Where customers reach the server. */
  publicUrl: string;
  dataFolder: string;
  /** Undefined: the embedded PostgreSQL. */
  databaseUrl: string | undefined;
  /** As its owner, who migrates it; the same login unless the two are kept apart. */
  databaseOwnerUrl: string | undefined;
  /** Whether the first start fills in the demo, whose logins everybody knows. */
  demo: boolean;
}

/** Reads what `npm start` may be told. Empty counts as unset. Throws a ScriptError naming the variable that is wrong. */
export function readStartConfig(env: NodeJS.ProcessEnv = process.env): StartConfig {
  const port = readPort(env, 'UPAY_PORT', 8080);
  return {
    host: env.UPAY_HOST || '127.0.0.1',
    port,
    sandboxPort: readPort(env, 'UPAY_SANDBOX_PORT', port + 1),
    publicUrl: (env.UPAY_PUBLIC_URL || `http://localhost:${port}`).replace(/\/$/, ''),
    dataFolder: resolve(projectRoot, env.UPAY_DATA || 'data'),
    databaseUrl: env.UPAY_DATABASE_URL || undefined,
    databaseOwnerUrl: env.UPAY_DATABASE_OWNER_URL || env.UPAY_DATABASE_URL || undefined,
    demo: env.UPAY_DEMO !== 'off',
  };
}

/** A wildcard address is for listening; callers on this machine use loopback. */
export function urlHost(host: string): string {
  if (host === '0.0.0.0' || host === '::') return '127.0.0.1';
  return host.includes(':') ? `[${host}]` : host;
}

function readPort(env: NodeJS.ProcessEnv, name: string, standard: number): number {
  const text = env[name] || String(standard);
  const port = Number(text);
  if (/^\d+$/.test(text) && port >= 1 && port <= 65_535) return port;
  throw new ScriptError(
    `${name} 必须是 1 到 65535 的整数，而不是“${text}”。`,
    `${name} must be a whole number from 1 to 65535, not '${text}'.`,
  );
}

/** Throws a ScriptError unless something can listen there. */
export async function requireFreePort(port: number, host: string, variable: string): Promise<void> {
  const problem = await portProblem(port, host);
  if (problem === 'EADDRINUSE') {
    throw new ScriptError(
      `端口 ${port} 已被占用：请先停止占用它的程序，或用 ${variable} 换一个端口。`,
      `Port ${port} is already in use: stop what is using it, or choose another with ${variable}.`,
    );
  }
  if (problem) {
    throw new ScriptError(
      `无法监听 ${host}:${port}（${problem}）：请用 ${variable} 换一个端口，或检查 UPAY_HOST。`,
      `Can't listen on ${host}:${port} (${problem}): choose another port with ${variable}, or check UPAY_HOST.`,
    );
  }
}

/** Throws a ScriptError unless the database can be reached and answers. The password stays out of the sentence. */
export async function requireDatabase(databaseUrl: string): Promise<void> {
  const shown = withoutPassword(databaseUrl);
  const client = new pg.Client({ connectionString: databaseUrl, connectionTimeoutMillis: 10_000 });
  client.on('error', () => undefined); // A connection that breaks later rejects the query that waits on it.
  try {
    await client.connect();
    await client.query('SELECT 1');
  } catch (error) {
    throw new ScriptError(
      `连不上 UPAY_DATABASE_URL 指定的数据库 ${shown}（${reasonOf(error)}）：请检查地址、用户、密码，以及 PostgreSQL 是否在运行。`,
      `Can't reach the database at UPAY_DATABASE_URL, ${shown} (${reasonOf(error)}): check the address, user and password, and that PostgreSQL is running.`,
      { cause: error },
    );
  } finally {
    await client.end().catch(() => undefined);
  }
}

function withoutPassword(databaseUrl: string): string {
  try {
    const url = new URL(databaseUrl);
    if (!/^postgres(ql)?:$/.test(url.protocol)) throw new TypeError(url.protocol);
    if (url.password) url.password = '***';
    return `${url.protocol}//${url.username ? `${url.username}@` : ''}${url.host}${url.pathname}`;
  } catch (error) {
    throw new ScriptError(
      'UPAY_DATABASE_URL 不是 PostgreSQL 地址：应形如 postgres://用户:密码@主机:5432/数据库。',
      'UPAY_DATABASE_URL is not the address of a PostgreSQL: it looks like postgres://user:password@host:5432/database.',
      { cause: error },
    );
  }
}

/** Several addresses of one host fail together, each for its own reason; the first one will do. */
function reasonOf(error: unknown): string {
  if (error instanceof AggregateError) return errorCode(error.errors[0]);
  if (error instanceof pg.DatabaseError) return error.message;
  return errorCode(error);
}
