package cause

// What is said where nothing in an answer decides.
const (
	Unknown Label = "unknown"
)

var unknownRows = []Row{
	{
		Label: Unknown, Page: PageSignInLogs,
		Title:   "Not recognized",
		Meaning: "This text has no AADSTS number and no known wording, so no cause is named.",
		Where:   "The raw answer, and Azure portal > Microsoft Entra ID > Sign-in logs",
		Steps: []string{
			"Look for a number such as AADSTS7000215 or an error name such as invalid_client, also in the inner exception or the response body, and explain that.",
			"Paste the whole answer, not only its first line. Add --flow and --api if you know them.",
			"Azure portal > Microsoft Entra ID > **Sign-in logs** shows each attempt with its failure reason.",
			"app: The attempt is under **Service principal sign-ins**.",
		},
	},
}
