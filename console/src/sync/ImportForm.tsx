import {
  Alert,
  Button,
  Checkbox,
  Group,
  NativeSelect,
  SimpleGrid,
  Stack,
  TextInput,
} from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useRef, useState, type FormEvent } from "react";
import { queryClient } from "../api/query";
import { errorsOf } from "../change/change";
import { ErrorAlert } from "../components/Feedback";
import { OrgPicker, type Picked } from "../components/Picker";
import { useFields } from "../components/useFields";
import type { MemberRole, SetMode } from "../gql/graphql";
import { FileHead } from "./FileHead";
import { FilePicker } from "./FilePicker";
import { PRESETS } from "./presets";
import { plan, upload } from "./upload";

/** Selects a file and how it is read, and begins to plan. */
export function ImportForm() {
  const navigate = useNavigate();
  const [file, setFile] = useState<File | null>(null);
  const [org, setOrg] = useState<Picked | null>(null);
  const [flags, setFlags] = useState<string[]>([]);
  const { values, bind } = useFields({
    source: "",
    mode: "ADD",
    preset: "auto",
    defaultRole: "USER",
  });

  // The server keeps a file until it is planned, so a corrected form need not send the file again.
  const sent = useRef<{ file: File; id: string } | null>(null);
  const uploadOnce = async (selected: File) => {
    if (sent.current?.file !== selected) {
      sent.current = { file: selected, id: await upload(selected) };
    }
    return sent.current.id;
  };

  const planning = useMutation({
    mutationFn: async (selected: File) =>
      plan({
        upload: await uploadOnce(selected),
        source: values.source,
        org: org ? { id: org.id } : undefined,
        mode: values.mode as SetMode,
        preset: values.preset,
        defaultRole: values.defaultRole as MemberRole,
        createGroups: flags.includes("createGroups"),
        takeOver: flags.includes("takeOver"),
        emptyClears: flags.includes("emptyClears"),
      }),
    onSuccess: ({ targetId, outcome }) => {
      if (outcome !== "ERROR" && targetId) {
        void queryClient.invalidateQueries();
        void navigate({ to: "/import/$runId", params: { runId: targetId } });
      }
    },
  });
  const errors = errorsOf(planning.data, ["source", "org", "preset", "mode", "defaultRole"]);

  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (file) {
      planning.mutate(file);
    }
  };

  return (
    <form onSubmit={submit}>
      <Stack>
        <FilePicker file={file} onFile={setFile} />
        {file && <FileHead file={file} />}
        <SimpleGrid cols={{ base: 1, xs: 2, md: 4 }}>
          <TextInput
            label="Source"
            description="The system that the file is from, like hr."
            required
            {...bind("source", errors)}
          />
          <OrgPicker
            label="Org"
            description="If empty, the rows name their orgs."
            value={org}
            onChange={setOrg}
            error={errors.ofField("org")}
          />
          <NativeSelect
            label="Members not in the file"
            description="Only those who belong to the source."
            data={[
              { value: "ADD", label: "Stay" },
              { value: "REPLACE", label: "Are retired" },
            ]}
            {...bind("mode", errors)}
          />
          <NativeSelect
            label="Format"
            description="The system whose columns the file has."
            data={PRESETS}
            {...bind("preset", errors)}
          />
        </SimpleGrid>
        <Checkbox.Group value={flags} onChange={setFlags} label="Options">
          <Group gap="lg" mt={6}>
            <Checkbox value="createGroups" label="Create groups that do not exist" />
            <Checkbox value="takeOver" label="Take over rows of other sources" />
            <Checkbox value="emptyClears" label="Empty cells clear fields" />
          </Group>
        </Checkbox.Group>
        {errors.others.map((message) => (
          <Alert key={message} color="red" role="alert">
            {message}
          </Alert>
        ))}
        {planning.error && <ErrorAlert error={planning.error} />}
        <Group justify="flex-end">
          <Button type="submit" loading={planning.isPending} disabled={!file || !values.source}>
            Make a plan
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
