import { z } from 'zod/mini'
import { storage } from '../view/storage.ts'
import type { Positions } from './place.ts'
import type { Point } from './slots.ts'

const shape = z.record(z.string(), z.tuple([z.number(), z.number()]))

/** Places that a person chose, kept by this browser, a view (a group and its focus) apart. */
export function placesByHand(view: string): Positions {
  const { data = {} } = shape.safeParse(read(view))
  return new Map(Object.entries(data).map(([id, [x, y]]) => [Number(id), { x, y }]))
}

export function keepPlace(view: string, id: number, { x, y }: Point): void {
  const kept = placesByHand(view)
  const places = [...kept, [id, { x, y }] as const].map(([key, place]) => [key, [place.x, place.y]])
  write(view, JSON.stringify(Object.fromEntries(places)))
}

export function forgetPlaces(view: string): void {
  storage.removeItem(keyOf(view))
}

function keyOf(view: string): string {
  return `roentgen.places.${view}`
}

function read(view: string): unknown {
  try {
    return JSON.parse(storage.getItem(keyOf(view)) ?? '{}')
  } catch {
    return {}
  }
}

function write(view: string, text: string): void {
  try {
    storage.setItem(keyOf(view), text)
  } catch {
    // A full or forbidden storage: the place holds until the page is left.
  }
}
