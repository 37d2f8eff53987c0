import type { Reservation } from '../../../aws/contract/ec2.types.gen.ts';
import { describe } from '../model/describe.ts';
import { instanceFilters } from '../model/instance-filters.ts';
import { findInstances, instancesSeen } from '../model/instances.ts';
import { instanceView } from '../model/show-instance.ts';
import type { Ec2Operation } from '../operation.ts';

export const describeInstances: Ec2Operation<'DescribeInstances'> = (input, call) => {
  const { InstanceIds } = input;
  const rows = InstanceIds === undefined ? instancesSeen(call) : findInstances(call, InstanceIds);
  const show = instanceView(call);
  const { items, nextToken } = describe(rows, input, {
    filters: instanceFilters,
    show: (row) => ({ ...show(row), ReservationId: row.reservationId, OwnerId: row.account }),
    keyOf: ({ InstanceId }) => InstanceId,
    idsParameter: InstanceIds === undefined ? undefined : 'instancesSet',
  });
  const reservations = new Map<string, Reservation>();
  for (const { ReservationId, OwnerId, ...instance } of items) {
    const reservation = reservations.get(ReservationId) ?? {
      ReservationId,
      OwnerId,
      Groups: [],
      Instances: [],
    };
    reservation.Instances?.push(instance);
    reservations.set(ReservationId, reservation);
  }
  return { Reservations: [...reservations.values()], NextToken: nextToken };
};
