// The contract as the server gives it: the document, and the names that it has in Python.

export interface Described {
  summary?: string;
  description?: string;
  "x-zh"?: Record<string, string>;
}

export interface Schema extends Described {
  $ref?: string;
  type?: string;
  format?: string;
  properties?: Record<string, Schema>;
  additionalProperties?: boolean | Schema;
  items?: Schema;
  anyOf?: Schema[];
  enum?: (string | number)[];
  minimum?: number;
  maximum?: number;
  minLength?: number;
  maxLength?: number;
  pattern?: string;
  default?: unknown;
  "x-time"?: { unit: "second" | "millisecond"; view: string };
  "x-embedded"?: { schema: string; view: string; escapedTimes: number[] };
  "x-short"?: Record<string, string>;
  "x-columns"?: string[];
}

export interface Parameter extends Described {
  name: string;
  in: "path" | "query" | "header";
  required?: boolean;
  schema: Schema;
  example?: unknown;
  "x-bound"?: "client";
}

export interface ErrorRule {
  code: string;
  status: number;
  meaning: string;
  when: string;
  remedy: string;
  retryable: boolean;
  "x-zh"?: Record<string, string>;
}

export interface Pagination {
  page: string;
  size: string;
  items: string;
  total: string;
  key: string;
}

export interface Names {
  resource: string;
  method: string;
  parameters: Record<string, string>;
  columns: string[];
}

interface OperationNode extends Described {
  operationId: string;
  parameters?: (Parameter & { $ref?: string })[];
  responses: Record<string, { content?: Record<string, { schema?: Schema }> }>;
  "x-pagination"?: Pagination;
  "x-ram"?: { action: string };
}

export interface Operation extends Described {
  name: string;
  method: string;
  path: string;
  parameters: Parameter[];
  answer: Schema;
  pagination: Pagination | undefined;
  action: string | undefined;
  names: Names;
}

interface Envelope {
  answer: Record<"success" | "code" | "message" | "requestId" | "payload", string>;
  refusal: Record<"code" | "message" | "requestId" | "recommend", string>;
}

interface Document {
  info: Described & { title: string; version: string };
  servers?: { url: string }[];
  paths: Record<string, Record<string, OperationNode>>;
  components: { securitySchemes: Record<string, { "x-signature"?: SignatureRules }> };
  "x-errors"?: ErrorRule[];
  "x-envelope": Envelope;
}

export interface SignatureRules {
  version: string;
  required: string[];
}

interface Data {
  package: string;
  names: Record<string, Names>;
  document: Document;
}

const METHODS = ["get", "put", "post", "delete", "patch"];

export class Contract {
  readonly package: string;
  readonly info: Document["info"];
  readonly operations: Operation[];
  readonly errors: ErrorRule[];
  readonly envelope: Envelope;
  readonly signature: SignatureRules;
  private readonly document: Document;

  constructor(data: Data) {
    this.document = data.document;
    this.package = data.package;
    this.info = data.document.info;
    this.errors = data.document["x-errors"] ?? [];
    this.envelope = data.document["x-envelope"];
    const schemes = Object.values(data.document.components.securitySchemes);
    const signature = schemes.map((scheme) => scheme["x-signature"]).find((rules) => rules);
    if (!signature) throw new Error("the contract does not say how requests are signed");
    this.signature = signature;
    this.operations = Object.entries(data.document.paths).flatMap(([path, methods]) =>
      Object.entries(methods)
        .filter(([method]) => METHODS.includes(method))
        .map(([method, node]) => this.operation(method, path, node, data.names)),
    );
  }

  /** The first label of the product's host, which the vendor's package is named after. */
  get product(): string {
    return /\/\/([^.]+)\./.exec(this.document.servers?.[0]?.url ?? "")?.[1] ?? "";
  }

  /** Follows references; what stands beside a reference goes before what it leads to. */
  resolve<T extends { $ref?: string } & Described>(node: T): T {
    let found: T = node;
    while (found.$ref) {
      const { $ref, ...beside } = found;
      const chinese = beside.description === undefined ? {} : { "x-zh": beside["x-zh"] };
      found = { ...(this.at($ref) as T), ...beside, ...chinese };
    }
    return found;
  }

  /** The rule of a code; `{Parameter}` in a rule stands for the name of one. */
  errorFor(code: string): ErrorRule | undefined {
    const exact = this.errors.find((rule) => rule.code === code);
    return exact ?? this.errors.find((rule) => matches(rule.code, code));
  }

  private operation(
    method: string,
    path: string,
    node: OperationNode,
    names: Record<string, Names>,
  ): Operation {
    const answer = node.responses["200"]?.content?.["application/json"]?.schema ?? {};
    const own = names[node.operationId];
    if (!own) throw new Error(`the contract has no names for ${node.operationId}`);
    return {
      summary: node.summary,
      description: node.description,
      "x-zh": node["x-zh"],
      name: node.operationId,
      method: method.toUpperCase(),
      path,
      parameters: (node.parameters ?? []).map((parameter) => this.resolve(parameter)),
      answer: this.resolve(answer),
      pagination: node["x-pagination"],
      action: node["x-ram"]?.action,
      names: own,
    };
  }

  private at(reference: string): unknown {
    const steps = reference.slice(2).split("/");
    return steps.reduce<unknown>(
      (node, step) =>
        (node as Record<string, unknown>)[step.replaceAll("~1", "/").replaceAll("~0", "~")],
      this.document,
    );
  }
}

function matches(template: string, code: string): boolean {
  const [before, after] = template.split("{Parameter}");
  if (after === undefined || before === undefined) return false;
  return code.startsWith(before) && code.endsWith(after) && code.length > template.length - 11;
}

/** The schema of what a listing lists, or of the payload of a single answer. */
export function itemSchema(contract: Contract, operation: Operation): Schema {
  const property = operation.pagination?.items ?? contract.envelope.answer.payload;
  const payload = contract.resolve(operation.answer.properties?.[property] ?? {});
  return operation.pagination ? contract.resolve(payload.items ?? {}) : payload;
}
