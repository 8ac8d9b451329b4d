import type { Format } from "./format.ts";
import { type SettingName, settings } from "./setting.ts";

/** The environment as the settings see it. Faults are collected, so that a user mends all of them in one go. */
export interface Environment {
  readonly faults: readonly string[];
  has(name: SettingName): boolean;
  /** Null when not set, or malformed (then a fault says so). */
  optional<T>(name: SettingName, format: Format<T>): T | null;
  /** Null when malformed or not set: a fault either way. */
  required<T>(name: SettingName, format: Format<T>): T | null;
  /** For settings with a default, which also stands in for a malformed value once its fault is noted. */
  defaulted<T>(name: SettingName, format: Format<T>): T;
  addFault(sentence: string): void;
}

/** The values of the settings that are secret, as far as they are set. */
export function secretValues(variables: NodeJS.ProcessEnv): readonly string[] {
  return settings.flatMap(({ name, secret }) => (secret && variables[name]?.trim()) || []);
}

/** Empty and blank variables count as not set: that is what compose files and CI make of a missing value. */
export function createEnvironment(variables: NodeJS.ProcessEnv): Environment {
  const faults: string[] = [];

  const textOf = (name: SettingName): string | undefined =>
    variables[name]?.trim() === "" ? undefined : variables[name];

  function optional<T>(name: SettingName, format: Format<T>): T | null {
    const text = textOf(name);
    if (text === undefined) return null;
    const value = format.parse(text);
    if (value === undefined) faults.push(`${name} must be ${format.expected}.`);
    return value ?? null;
  }

  return {
    faults,
    has: (name) => textOf(name) !== undefined,
    optional,
    required: (name, format) => {
      if (textOf(name) === undefined) faults.push(`${name} is missing.`);
      return optional(name, format);
    },
    defaulted: (name, format) => optional(name, format) ?? parseDefault(name, format),
    addFault: (sentence) => faults.push(sentence),
  };
}

function parseDefault<T>(name: SettingName, format: Format<T>): T {
  const text = settings.find((setting) => setting.name === name)?.default ?? "";
  const value = format.parse(text);
  if (value === undefined) throw new TypeError(`The default of ${name} does not fit its own format.`);
  return value;
}
