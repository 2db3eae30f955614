import { Alert, Button, Code, CopyButton, Group, Stack } from "@mantine/core";
import { Dialog } from "../components/Dialog";

/** Shows the secret of a new token. It cannot be shown again. */
export function SecretDialog({ secret, onClose }: { secret: string; onClose: () => void }) {
  return (
    <Dialog onClose={onClose} title="The secret of the token" closeOnClickOutside={false}>
      <Stack>
        <Alert color="orange">
          Copy the secret now. The server stores only its hash, and never shows it again.
        </Alert>
        <Code block data-testid="secret" tabIndex={0}>
          {secret}
        </Code>
        <Group justify="flex-end">
          <CopyButton value={secret}>
            {({ copied, copy }) => (
              <Button variant="default" onClick={copy}>
                {copied ? "Copied" : "Copy"}
              </Button>
            )}
          </CopyButton>
          <Button onClick={onClose}>Done</Button>
        </Group>
      </Stack>
    </Dialog>
  );
}
