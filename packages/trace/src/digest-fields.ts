import { type FieldShape, fields, listOf, whole } from './field-shape.ts'

// Everything in a document that its digest is made from; nothing else of it is looked at. A rule that reads a field more
// names it here: a property test compares with the digest of the whole document.

const http = fields((v) => ({ request: v[0], response: v[1] }), {
  request: fields((v) => ({ method: v[0], url: v[1], user_agent: v[2], client_ip: v[3] })),
  response: fields((v) => ({ status: v[0] })),
})

const aws = fields(
  (v) => ({
    account_id: v[0],
    table_name: v[1],
    table_names: v[2],
    queue_url: v[3],
    topic_arn: v[4],
    function_name: v[5],
    ec2: v[6],
    ecs: v[7],
  }),
  {
    table_names: whole,
    ec2: fields((v) => ({ instance_id: v[0], availability_zone: v[1] })),
    ecs: fields((v) => ({ availability_zone: v[0] })),
  },
)

/** Of a segment, and of a subsegment on its own or in another. */
export const digestFields: FieldShape = fields(
  (v) => ({
    id: v[0],
    trace_id: v[1],
    parent_id: v[2],
    name: v[3],
    type: v[4],
    namespace: v[5],
    start_time: v[6],
    end_time: v[7],
    in_progress: v[8],
    error: v[9],
    fault: v[10],
    throttle: v[11],
    user: v[12],
    origin: v[13],
    resource_arn: v[14],
    sql: v[15],
    http: v[16],
    aws: v[17],
    annotations: v[18],
    cause: v[19],
    subsegments: v[20],
  }),
  { http, aws, annotations: whole, cause: whole, subsegments: listOf(() => digestFields) },
)
