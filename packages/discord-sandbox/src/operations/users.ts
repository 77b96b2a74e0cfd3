import type { ApplicationState, UserState } from '../state/entities.ts'
import type { World } from '../state/world.ts'

export function createUser(
  world: World,
  user: Pick<UserState, 'name'> & Partial<Pick<UserState, 'displayName' | 'bot' | 'locale'>>,
): UserState {
  const state: UserState = {
    id: world.snowflakes.next(),
    name: user.name,
    displayName: user.displayName ?? null,
    bot: user.bot ?? false,
    locale: user.locale ?? 'en-US',
  }
  world.users.set(state.id, state)
  return state
}

export function createApplication(
  world: World,
  bot: {
    readonly name: string
    readonly token?: string
    readonly messageContent?: boolean
    readonly guildMembers?: boolean
    readonly installTypes?: readonly number[]
  },
): ApplicationState {
  const user = createUser(world, { name: bot.name, bot: true })
  // As long and as shaped as Discord's, so that a check of its form passes.
  const token = `${Buffer.from(user.id).toString('base64url')}.${world.secret(4)}.${world.secret(28)}`
  const application: ApplicationState = {
    id: user.id,
    token: bot.token ?? token,
    name: bot.name,
    description: '',
    messageContent: bot.messageContent ?? true,
    guildMembers: bot.guildMembers ?? false,
    installParams: undefined,
    installConfig: Object.fromEntries((bot.installTypes ?? [0]).map((type) => [type, {}])),
    installedFor: new Set(),
    commands: new Map(),
  }
  world.applications.set(application.id, application)
  return application
}

/** For one person, who then takes its commands everywhere. */
export function installForUser(world: World, application: ApplicationState, userId: string): void {
  if (!('1' in application.installConfig)) {
    throw new Error(`${application.name} cannot be installed for users`)
  }
  application.installedFor.add(world.need('users', userId).id)
}

/** What the person's client is set to from now on. */
export function setLocale(user: UserState, locale: string): void {
  user.locale = locale
}
