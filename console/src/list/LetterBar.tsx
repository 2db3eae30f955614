import { Group, UnstyledButton } from "@mantine/core";
import classes from "./LetterBar.module.css";

const LETTERS = [..."ABCDEFGHIJKLMNOPQRSTUVWXYZ"];

interface Props {
  value: string | undefined;
  onChange: (letter: string | undefined) => void;
}

/** Jumps in a list of names: a search for one letter finds the names that begin with it. */
export function LetterBar({ value, onChange }: Props) {
  return (
    <Group gap={0} role="group" aria-label="First letter">
      {LETTERS.map((letter) => {
        const isSelected = value?.toUpperCase() === letter;
        return (
          <UnstyledButton
            key={letter}
            className={classes.letter}
            aria-pressed={isSelected}
            onClick={() => onChange(isSelected ? undefined : letter)}
          >
            {letter}
          </UnstyledButton>
        );
      })}
    </Group>
  );
}
