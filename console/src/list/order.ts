import type { Direction } from "../gql/graphql";

/** The choices of an order, each with a direction. The first is the order of the server. */
export interface OrderChoice<Order extends string> {
  value: string;
  label: string;
  orderBy: Order;
  direction: Direction;
}

/** Returns the arguments of an order. An unknown value stands for the first choice. */
export function orderArguments<Order extends string>(
  choices: OrderChoice<Order>[],
  value: string | undefined,
): { orderBy?: Order; direction?: Direction } {
  const choice = choices.find((entry) => entry.value === value);
  return choice ? { orderBy: choice.orderBy, direction: choice.direction } : {};
}
