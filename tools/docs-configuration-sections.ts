/** What the keys of leadline.yaml mean, by section. The generator fails where the schema has others. */
export const sectionDocs: Readonly<
  Record<string, { readonly about: string; readonly fields: Readonly<Record<string, string>> }>
> = {
  organisation: {
    about: 'Who this installation is for.',
    fields: {
      name: 'Shown to people.',
      timeZone: 'IANA name, such as `Europe/Berlin`. Days without a time (`from`, `until`) begin in it.',
      weekStart: 'First day of a week.',
      benchmark: "Edition of DORA's report that levels are read from. Kept; there is one edition so far.",
    },
  },
  environments: {
    about:
      'What the names of environments mean. Without an entry the tier follows from the name: `production`, `prod`, `live`, `prod-eu` and their like are tier production.',
    fields: {
      tier: '`production` is what metrics count by default. Other tiers: any word.',
      aliases: 'Globs of names that mean this environment. Each name becomes a target of it.',
    },
  },
  teams: {
    about:
      'The tree of teams. `eng/payments` is a team of `eng`; numbers of a parent are made from those of all below.',
    fields: { tags: 'Any words, as keys and values.' },
  },
  services: {
    about:
      'What is deployed, where its code lives, and whose it is. [How to](../how-to/configure-teams-and-services.md).',
    fields: {
      repository: 'Where its code lives: `github:acme/shop`. A list where there are several.',
      paths: 'Globs within the repository, for monorepos. Commits that touch none of them are not its changes.',
      aliases: 'Names other sources use for it, by source: globs.',
      teams:
        'Owners, each with `team` and optionally `from` and `until`: days or instants. A team alone may stand as text.',
      tags: 'What numbers can be grouped and narrowed by.',
      deployments:
        'What counts as a deployment: `from` is `deployments`, `releases`, `tags` or `workflow`; `workflow` and `tags` are globs.',
      authority:
        'Which source tells how and when a rollout went, where several report it; else the deployer before the pipeline before the forge.',
      targets: 'Regions, clusters or customers it goes to.',
      dependsOn: 'Services it depends on: an outage of one may come from a deployment of the other.',
      objectives:
        'Windows of its error budgets by the names of their objectives: `{ availability: 30d }`. Default: 30 days.',
      links:
        'Where to look further, by names: `{ runbook: https://…, logs: "https://…?q={version}" }`. Filled in are `{service}`, `{environment}`, `{deployment}` (the id of its source), `{version}` and `{sha}`. Shown with its deployments, incidents and alerts, and told to channels.',
      rules:
        'Options for this service alone, over those of `rules`; where services are counted together, each by its own. Not those of the calendar, of flags and of release trains.',
    },
  },
  flags: {
    about:
      'Code that belongs to a feature flag: changes carry it without a trailer or a label. [How to](../how-to/configure-teams-and-services.md#flags).',
    fields: {
      paths: 'Globs: a commit that changed a file that matches one carries the flag.',
      repository: 'Repositories the globs hold in: `github:acme/shop`. Default: all.',
    },
  },
  rules: {
    about:
      'How to count, for the whole organisation. Beside the keys below, every option of the [metrics](metrics.md#options) but `weekStart` may stand here.',
    fields: {
      incidentLabels: 'Labels that make an issue an incident.',
      severityLabels:
        'Severities as tools say them (`P1`, `SEV-1`, `critical`, a label of an issue), each with what it means here: `sev1` is worst. Capitals do not matter. What is not listed stays as it was said, and passes every floor.',
      configurationRepositories:
        'Repositories of configuration (GitOps), as globs with the forge or without: their commits are no commits of an application. See [images and configuration](../how-to/link-images-and-configuration.md).',
      issues:
        'Keys of issues that count as those a change belongs to, as globs: `SHOP-*`, `acme/shop#*`. Without it every key counts that looks like one; with it also one that a branch writes in small letters. See [scorecards](../explanation/scorecards.md#issues).',
      soakMinutes:
        'How long a version is to stay in an environment between test and production. Scorecards look at it (`2.D8`); nothing is held back.',
      flagServices: 'Services that a feature flag changes, where its sender does not say.',
    },
  },
  endpoints: {
    about:
      'Where senders reach Leadline: `POST /hooks/<name>`. Every source has an endpoint of its own name without being declared here; it is on when it has a secret.',
    fields: {
      source: 'Kind of sender: a name of [the list](senders.md).',
      mapping: 'Of the source `standard`: [what its bodies mean](../../libs/sources/src/standard/setup.md#mappings).',
      unsigned: 'Accept hooks without a signature. Refused where others than this machine can reach Leadline.',
      perSecond: 'Requests per second beyond which senders are answered 429. Default: 3000.',
      reconcile:
        'Has the sender (GitHub, GitLab) send again what nobody took: `of` names whose webhooks (`acme/shop`, `acme`), `everyMinutes` how often (60), `api` the API of an own server. Needs `LEADLINE_API_TOKEN_<ENDPOINT>`. [How to](../how-to/backfill.md).',
      sns: 'Of the source `aws-eventbridge`: takes messages alone that Amazon SNS signed. [How](../../libs/sources/src/aws-eventbridge/setup.md#signatures-of-sns).',
      kafka:
        'Of the source `cloudevents`: reads a `topic` of Kafka instead of being sent hooks; `brokers` (`KAFKA_BROKERS`), `group` (`leadline.<endpoint>`), `tls`, `ca` (a file), `sasl` (`mechanism`, `username`; its password is the secret of the endpoint). [How](../../libs/sources/src/cloudevents/setup.md#from-a-topic-of-kafka).',
    },
  },
  digests: {
    about: 'Who gets a weekly mail, of whom, and when. [How to](../how-to/weekly-digest.md).',
    fields: {
      to: 'Mail addresses. Each gets a mail of its own.',
      team: 'Path of a team the mail is about. Default: everybody.',
      day: 'Day of the week after, on which it is sent.',
      at: 'Time of day, by the clocks of `timeZone`.',
      timeZone: "Default: the organisation's.",
    },
  },
  freezes: {
    about:
      'When nobody is to deploy: gates and drift raise no [alert](../explanation/alerts.md) then. Without services or environments: none of them.',
    fields: {
      from: 'Day or instant.',
      until: 'Day or instant it ends with; without it, it goes on.',
      services: 'Names of services.',
      environments: 'Names of environments.',
    },
  },
  notifications: {
    about:
      'Who is told of [alerts](../explanation/alerts.md) and deployments, and how. [How to](../how-to/notify-a-channel.md).',
    fields: {
      name: 'Its secret is `LEADLINE_SECRET_<NAME>`: of `slack` and `teams` the address, of `webhook` the key that signs. Without it the channel is off; `mail` needs none.',
      via: 'How.',
      to: 'Mail addresses, of `mail`.',
      url: 'Where to, of `webhook`: https, or http on this machine.',
      rules: 'Names of alert rules. Default: all.',
      severity: 'Alerts less urgent than this are not told: `inform`, `ticket` or `page`.',
      teams: 'Paths of teams that own the service. Default: all.',
      services: 'Names of services. Default: all.',
      deployments: 'What is told of deployments to production.',
      alerts: 'Whether alerts are told.',
    },
  },
  thresholds: {
    about:
      'Bounds of a metric, which raise the alert `METRIC_THRESHOLD`, or limits of an alert rule that differ from [the usual ones](../explanation/alerts.md#limits). Numbers are seconds, ratios from 0 to 1 or counts; times may be written `15m`, `36h`, `2d`. [Scorecards](../explanation/scorecards.md) look whether downtime has one (`DEPLOYMENT_DOWNTIME`, `CUSTOMER_IMPACT_TIME`).',
    fields: {
      metric: 'Its id.',
      above: 'Upper bound.',
      below: 'Lower bound.',
      per: 'Windows of the metric that are looked at, each when it is over.',
      severity: 'How soon somebody should look.',
      rule: 'Name of an alert rule.',
      limits: 'Its limits that differ, by name.',
      teams: 'Paths of teams it holds for. Default: all.',
      services: 'Names of services it holds for. Default: all.',
    },
  },
};
