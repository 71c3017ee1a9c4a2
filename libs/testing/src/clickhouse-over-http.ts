import { existsSync } from 'node:fs';
import { type ClickHouseOverHttp, startClickHouseFront } from './clickhouse-front.js';

/** The oldest version that is supported. */
const IMAGE = 'clickhouse/clickhouse-server:25.8';

/** A ClickHouse server in a container where there is Docker, else the front over chDB. */
export async function startClickHouse(): Promise<ClickHouseOverHttp> {
  const docker = process.env['DOCKER_HOST'] !== undefined || existsSync('/var/run/docker.sock');
  return docker ? startClickHouseContainer() : startClickHouseFront();
}

async function startClickHouseContainer(): Promise<ClickHouseOverHttp> {
  const { GenericContainer, Wait } = await import('testcontainers');
  const credentials = { username: 'leadline', password: 'correct horse' };
  const container = await new GenericContainer(IMAGE)
    .withEnvironment({
      CLICKHOUSE_USER: credentials.username,
      CLICKHOUSE_PASSWORD: credentials.password,
      CLICKHOUSE_DEFAULT_ACCESS_MANAGEMENT: '1',
    })
    .withExposedPorts(8123)
    .withWaitStrategy(Wait.forHttp('/ping', 8123))
    .start();
  return {
    url: `http://${container.getHost()}:${container.getMappedPort(8123)}`,
    ...credentials,
    kind: 'server',
    async stop() {
      await container.stop();
    },
  };
}
