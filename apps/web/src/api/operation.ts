/** A question to the API: its text, and (for the compiler alone) the types of its answer and its variables. */
export interface Operation<Answer, Variables> {
  readonly name: string;
  readonly text: string;
  readonly types?: (variables: Variables) => Answer;
}
