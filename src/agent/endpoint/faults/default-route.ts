/** The device of the default route with the least metric, from the text of `/proc/PID/net/route`. */
export function deviceOfDefaultRoute(text: string): string | undefined {
  const routes = text
    .split('\n')
    .slice(1)
    .map((line) => line.split('\t').map((field) => field.trim()));
  const defaults = routes.filter(([, destination, , , , , , mask]) => destination === zero && mask === zero);
  const [first] = defaults.toSorted((one, other) => Number(one[6]) - Number(other[6]));
  return first?.[0];
}

const zero = '00000000';
