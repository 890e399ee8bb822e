import { join } from 'node:path'
import {
  CreateGroupCommand,
  DeleteGroupCommand,
  GetGroupCommand,
  GetGroupsCommand,
  GetServiceGraphCommand,
  GetTimeSeriesServiceStatisticsCommand,
  GetTraceSummariesCommand,
  ListTagsForResourceCommand,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateGroupCommand,
  type XRayClient,
} from '@aws-sdk/client-xray'
import { startEngine } from '@roentgen/embedded'
import { openStore } from '@roentgen/store'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { segment } from './fixtures/documents.ts'
import type { TestServer } from './fixtures/test-server.ts'
import { startTestServer } from './fixtures/test-server.ts'

let server: TestServer
let client: XRayClient
beforeAll(async () => {
  server = await startTestServer({ maxGroups: 5 })
  client = server.client
})
afterAll(() => server[Symbol.asyncDispose]())

const window = { StartTime: new Date(Date.now() - 3600_000), EndTime: new Date(Date.now() + 600_000) }
const names = async () => (await client.send(new GetGroupsCommand({}))).Groups?.map(({ GroupName }) => GroupName)
const create = async (GroupName: string, FilterExpression?: string) => {
  const { Group } = await client.send(
    new CreateGroupCommand({ GroupName, ...(FilterExpression !== undefined && { FilterExpression }) }),
  )
  return Group
}
const remove = (GroupName: string) => client.send(new DeleteGroupCommand({ GroupName }))
const invalid = (words: string) => ({ name: 'InvalidRequestException', message: expect.stringContaining(words) })

describe('groups', () => {
  test('are made, read, changed, listed and deleted', async () => {
    const group = await create('slow', 'responsetime > 5')
    expect(group).toEqual({
      GroupName: 'slow',
      GroupARN: expect.stringMatching(/^arn:aws:xray:us-east-1:000000000000:group\/slow\/[0-9A-F]{32}$/),
      FilterExpression: 'responsetime > 5',
      InsightsConfiguration: { InsightsEnabled: false, NotificationsEnabled: false },
    })
    const GroupARN = group?.GroupARN
    expect((await client.send(new GetGroupCommand({ GroupARN }))).Group).toEqual(group)
    const insights = { InsightsEnabled: true, NotificationsEnabled: true }
    await client.send(new UpdateGroupCommand({ GroupName: 'slow', InsightsConfiguration: insights }))
    const { Group } = await client.send(new UpdateGroupCommand({ GroupARN, FilterExpression: 'responsetime > 2' }))
    expect(Group).toEqual({ ...group, FilterExpression: 'responsetime > 2', InsightsConfiguration: insights })
    expect(await names()).toEqual(['Default', 'slow'])
    await remove('slow')
    expect(await names()).toEqual(['Default'])
    expect((await create('slow'))?.GroupARN).not.toBe(GroupARN)
    await remove('slow')
  })

  test('in a filter are the traces that their expression finds, also of before them', async () => {
    const good = segment({ name: 'grouped' })
    const bad = segment({ name: 'grouped', fault: true })
    await server.post('/TraceSegments', { TraceSegmentDocuments: [good, bad].map((one) => JSON.stringify(one)) })
    await server.flush()
    const arn = (await create('failing', 'service("grouped") { fault }'))?.GroupARN
    await create('wider', 'group.name = "failing" OR service("nobody")')
    for (const FilterExpression of [
      'group.name = "failing"',
      `group.arn = "${arn}"`,
      'group.name = "wider" AND fault',
    ]) {
      const { TraceSummaries } = await client.send(new GetTraceSummariesCommand({ ...window, FilterExpression }))
      expect([FilterExpression, TraceSummaries?.map(({ Id }) => Id)]).toEqual([FilterExpression, [bad.trace_id]])
    }
    await expect(remove('failing')).rejects.toMatchObject(invalid('"wider" would have no meaning'))
    const loop = new UpdateGroupCommand({ GroupName: 'failing', FilterExpression: '!group.name = "wider"' })
    await expect(client.send(loop)).rejects.toMatchObject(invalid('would be part of itself'))
    await remove('wider')
    await remove('failing')
  })

  test.each([
    ['a b', undefined, 'it must have 1 to 32 letters, digits and dashes'],
    ['a'.repeat(33), undefined, 'it must have 1 to 32'],
    ['Default', undefined, 'A group "Default" exists already'],
    ['wrong', 'fautl', 'At position 1: fautl is no keyword'],
    ['empty', ' ', 'The expression is empty'],
    ['self', 'group.name = "self"', 'would be part of itself'],
    ['other', 'group.name = "nobody"', 'There is no group "nobody"'],
    ['long', 'ok '.repeat(1_400), 'at most 4096 are taken'],
  ])('%s with the filter %s is refused', async (name, filter, words) => {
    await expect(create(name, filter)).rejects.toMatchObject(invalid(words))
    expect(await names()).toEqual(['Default'])
  })

  test('Default has every trace and stays', async () => {
    await expect(remove('Default')).rejects.toMatchObject(invalid('Default cannot be deleted'))
    const update = new UpdateGroupCommand({ GroupName: 'Default', FilterExpression: 'ok' })
    await expect(client.send(update)).rejects.toMatchObject(invalid('Default has every trace'))
  })

  test('are as many as the limit says, also when they are made at once', async () => {
    const made = await Promise.allSettled(Array.from({ length: 8 }, (_, n) => create(`g${n}`, 'fault')))
    expect(made.filter(({ status }) => status === 'fulfilled')).toHaveLength(5)
    expect(made.find(({ status }) => status === 'rejected')).toMatchObject({
      reason: invalid('There are 5 groups already'),
    })
    for (const name of (await names()) ?? []) if (name !== undefined && name !== 'Default') await remove(name)
  })

  test('have tags', async () => {
    const ResourceARN = (await create('tagged'))?.GroupARN
    const tags = async () => (await client.send(new ListTagsForResourceCommand({ ResourceARN }))).Tags
    await client.send(
      new TagResourceCommand({
        ResourceARN,
        Tags: [
          { Key: 'team', Value: 'a' },
          { Key: 'env', Value: '' },
        ],
      }),
    )
    await client.send(new TagResourceCommand({ ResourceARN, Tags: [{ Key: 'team', Value: 'b' }] }))
    expect(await tags()).toEqual([
      { Key: 'team', Value: 'b' },
      { Key: 'env', Value: '' },
    ])
    await client.send(new UntagResourceCommand({ ResourceARN, TagKeys: ['env', 'nothing'] }))
    expect(await tags()).toEqual([{ Key: 'team', Value: 'b' }])
    const tag = (Key: string) => client.send(new TagResourceCommand({ ResourceARN, Tags: [{ Key, Value: '' }] }))
    await expect(tag('aws:x')).rejects.toMatchObject(invalid('kept for AWS'))
    await expect(tag('a;b')).rejects.toMatchObject(invalid('other signs'))
    await Promise.all(['one', 'two', 'three', 'four'].map(tag))
    expect((await tags())?.map(({ Key }) => Key).sort()).toEqual(['four', 'one', 'team', 'three', 'two'])
    const many = Array.from({ length: 50 }, (_, n) => ({ Key: `k${n}`, Value: '' }))
    await expect(client.send(new TagResourceCommand({ ResourceARN, Tags: many }))).rejects.toMatchObject({
      name: 'TooManyTagsException',
    })
    await expect(client.send(new ListTagsForResourceCommand({ ResourceARN: 'arn:none' }))).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    })
    await remove('tagged')
  })

  test('of a backup come back as they were; one whose name is taken stays, and one without meaning keeps all out', async () => {
    const group = await create('saved', 'fault')
    await create('other', 'group.name = "saved"')
    const { body } = await server.post('/api/backup/groups', {})
    expect(body).toMatchObject({ groups: [{ name: 'other' }, { name: 'saved' }] })
    await remove('other')
    await remove('saved')
    await create('other', 'ok')
    expect(await server.post('/api/restore/groups', body as object)).toEqual({
      status: 200,
      body: { restored: 1, kept: 1 },
    })
    const { Groups } = await client.send(new GetGroupsCommand({}))
    expect(Groups).toMatchObject([{}, { GroupName: 'other', FilterExpression: 'ok' }, group ?? {}])
    expect(await server.post('/api/restore/groups', body as object)).toMatchObject({ body: { restored: 0, kept: 2 } })
    const stored = (name: string, expression: string) => ({ name, value: JSON.stringify({ arn: name, expression }) })
    for (const [bad, words] of [
      [stored('bad', 'group.name = "nobody"'), 'There is no group'],
      [stored('a b', 'ok'), 'it must have 1 to 32 letters'],
      [{ name: 'bad', value: '{' }, 'groups must be what POST /api/backup/groups answers'],
    ] as const)
      expect(await server.post('/api/restore/groups', { groups: [stored('good', 'ok'), bad] })).toMatchObject({
        status: 400,
        body: { Message: expect.stringContaining(words) },
      })
    expect(await names()).toEqual(['Default', 'other', 'saved'])
    await remove('other')
    await remove('saved')
  })

  test('are there again after a restart', { timeout: 60_000 }, async () => {
    await using first = await startTestServer()
    const { Group } = await first.client.send(
      new CreateGroupCommand({ GroupName: 'lasting', FilterExpression: 'fault', Tags: [{ Key: 'team', Value: 'a' }] }),
    )
    await using second = await first.restart()
    expect((await second.client.send(new GetGroupCommand({ GroupName: 'lasting' }))).Group).toEqual(Group)
    const { Tags } = await second.client.send(new ListTagsForResourceCommand({ ResourceARN: Group?.GroupARN }))
    expect(Tags).toEqual([{ Key: 'team', Value: 'a' }])
  })

  test('have a map and statistics of the traces that are received while they are so, and of no others', {
    timeout: 60_000,
  }, async () => {
    const post = (documents: readonly object[]) =>
      server.post('/TraceSegments', { TraceSegmentDocuments: documents.map((one) => JSON.stringify(one)) })
    const put = async (name: string, fields: object = {}) => {
      await post([segment({ name, ...fields })])
      await server.flush()
    }
    await put('early', { fault: true })
    const GroupARN = (await create('mapped', 'fault'))?.GroupARN
    await create('nested', 'group.name = "mapped" AND !service("second")')
    await put('first', { fault: true })
    await put('first')
    const map = async (group: object, from = window.StartTime) => {
      const answer = await client.send(new GetServiceGraphCommand({ ...window, StartTime: from, ...group }))
      const nodes = answer.Services?.filter(({ Type }) => Type !== 'client').map(({ Name, SummaryStatistics }) => [
        ...[Name, SummaryStatistics?.FaultStatistics?.TotalCount, SummaryStatistics?.OkCount],
      ])
      return { nodes, isOld: answer.ContainsOldGroupVersions }
    }
    expect(await map({ GroupName: 'mapped' })).toEqual({ nodes: [['first', 1, 0]], isOld: false })
    await client.send(new UpdateGroupCommand({ GroupARN, FilterExpression: 'service("second")' }))
    const changed = new Date(Date.now() + 1000)
    await put('second')
    await put('third', { fault: true })
    const both = [
      ['first', 1, 0],
      ['second', 0, 1],
    ]
    expect(await map({ GroupARN })).toEqual({ nodes: both, isOld: true })
    expect(await map({ GroupARN }, changed)).toEqual({ nodes: [], isOld: false })
    expect(await map({ GroupName: 'nested' })).toEqual({ nodes: [['first', 1, 0]], isOld: true })
    const FilterExpression = 'group.name = "mapped"'
    const { TraceSummaries } = await client.send(new GetTraceSummariesCommand({ ...window, FilterExpression }))
    expect(TraceSummaries?.map(({ ServiceIds }) => ServiceIds?.[0]?.Name)).toEqual(['second'])
    const period = { ...window, Period: 3600 }
    const statistics = async (more: object) => {
      const command = new GetTimeSeriesServiceStatisticsCommand({ ...period, GroupARN, ...more })
      const { TimeSeriesServiceStatistics: found = [], ContainsOldGroupVersions } = await client.send(command)
      const counts = found.flatMap(({ EdgeSummaryStatistics: edge, ServiceSummaryStatistics: node }) =>
        [edge, node].flatMap((some) => (some ? [some.TotalCount ?? 0, some.FaultStatistics?.TotalCount ?? 0] : [])),
      )
      const sum = (place: number) => counts.filter((_, i) => i % 2 === place).reduce((a, b) => a + b, 0)
      return [sum(0), sum(1), ContainsOldGroupVersions]
    }
    expect(await statistics({})).toEqual([2, 1, true])
    expect(await statistics({ EntitySelectorExpression: 'service("first")' })).toEqual([1, 1, true])
    const figures = async (more: object = {}) => {
      const asked = { start: window.StartTime.getTime() / 1000, end: window.EndTime.getTime() / 1000, ...more }
      return server.post('/api/groups/statistics', asked)
    }
    const { status, body } = await figures({ group: 'mapped', period: 3600 })
    expect([status, body]).toMatchObject([
      200,
      {
        groups: [
          {
            name: 'mapped',
            arn: GroupARN,
            filter: 'service("second")',
            containsOldVersions: true,
            ...{ traces: 2, ok: 1, fault: 1, error: 0, throttle: 0 },
            periods: expect.arrayContaining([expect.objectContaining({ traces: expect.any(Number) })]),
          },
        ],
      },
    ])
    const all = (await figures()).body as { readonly groups: readonly { name: string; traces: number }[] }
    expect(all.groups.map(({ name, traces }) => [name, traces])).toEqual(
      expect.arrayContaining([
        ['mapped', 2],
        ['nested', 1],
      ]),
    )
    expect(all.groups[0]).toMatchObject({ name: 'Default', filter: null })
    expect(await figures({ group: 'nobody' })).toMatchObject({ status: 400 })
    expect(await figures({ period: 61 })).toMatchObject({ status: 400 })
    await expect(map({ GroupName: 'nobody' })).rejects.toMatchObject(invalid('There is no group "nobody"'))
    expect((await map({ GroupName: 'Default' })).nodes?.map(([name]) => name)).toContain('third')
    await remove('nested')
    await remove('mapped')
    await create('mapped', 'ok')
    expect(await map({ GroupName: 'mapped' })).toEqual({ nodes: [], isOld: false })
    await remove('mapped')
  })

  test('whose filter fails are suspended and say so, and the others are not', { timeout: 60_000 }, async () => {
    await using one = await startTestServer()
    const made = await one.client.send(new CreateGroupCommand({ GroupName: 'good', FilterExpression: 'ok' }))
    const later = new CreateGroupCommand({ GroupName: 'later', FilterExpression: 'ok' })
    const GroupARN = (await one.client.send(later)).Group?.GroupARN
    await one.stop()
    // As a version of Roentgen might write that knows more keywords.
    await changeStore(one.dataDir, `replaceAll(value, '"ok"', '"weather"')`, `name = 'later' or value like '%later%'`)
    await using two = await startTestServer({ dataDir: one.dataDir })
    expect(await two.post('/GetGroup', { GroupName: 'later' })).toMatchObject({
      body: {
        Group: { FilterExpression: 'weather', SuspendedReason: expect.stringContaining('weather is no keyword') },
      },
    })
    expect(await two.post('/GetGroup', { GroupARN: made.Group?.GroupARN })).toEqual({
      status: 200,
      body: { Group: made.Group },
    })
    const { text } = await two.request('/api/health', { method: 'GET' })
    expect(JSON.parse(text)).toMatchObject({
      ok: true,
      suspendedGroups: [{ arn: GroupARN, reason: expect.stringContaining('weather is no keyword') }],
    })
    await two.post('/TraceSegments', { TraceSegmentDocuments: [JSON.stringify(segment({ name: 'seen' }))] })
    await two.flush()
    const services = async (GroupName: string) =>
      (await two.client.send(new GetServiceGraphCommand({ ...window, GroupName }))).Services?.map(({ Name }) => Name)
    expect(await services('good')).toContain('seen')
    expect(await services('later')).toEqual([])
  })

  test.each([
    ['itself', { GroupName: 'me', FilterExpression: 'group.name = "me"' }, 400],
    ['4,097 characters', { GroupName: 'long', FilterExpression: `ok${' '.repeat(4095)}` }, 400],
    ['200 KB', { GroupName: 'long', FilterExpression: 'ok '.repeat(7e4) }, 400],
    ['10 MB', { GroupName: 'long', FilterExpression: 'ok '.repeat(3.4e6) }, 413],
    ['10,000 brackets', { GroupName: 'deep', FilterExpression: '('.repeat(4_000) }, 400],
    ['control characters', { GroupName: 'odd', FilterExpression: 'user = "\u0000' }, 400],
  ])('of %s are refused at once', async (_, body, status) => {
    const text = JSON.stringify(body)
    // The machine may be busy: one answer in time is enough, and that none is would be the filter's doing.
    for (let tries = 1; ; tries++) {
      const began = performance.now()
      const answer = await server.request('/CreateGroup', { body: text })
      const took = performance.now() - began
      expect([answer.status, answer.text]).toEqual([status, expect.stringMatching(/"Message":".{20,}"/)])
      if (took < 50) break
      expect(tries).toBeLessThan(30)
    }
  })
})

/** Rewrites the values of settings in the data of a server that does not run. */
async function changeStore(dataDir: string, value: string, where: string): Promise<void> {
  await using engine = await startEngine({ dataDir: join(dataDir, 'engine') })
  await using store = await openStore({
    own: true,
    url: engine.url,
    username: engine.username,
    password: engine.password,
  })
  const sql = `insert into settings (kind, name, value, version, gone)
select kind, name, ${value}, version + 1, gone from settings final where ${where}`
  await store.connection.command({ sql })
}
