import { startPodmanService } from '../../support/docker/podman-service.ts';
import { clientSuite } from './suite.ts';

clientSuite('Podman Engine', startPodmanService);
