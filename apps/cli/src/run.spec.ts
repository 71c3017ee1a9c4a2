import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { commands, groups } from './registry.js';
import { runLeadline } from './testing/run-leadline.js';

const refusing: typeof fetch = async () => {
  throw new TypeError('fetch failed', { cause: Object.assign(new Error('connect'), { code: 'ECONNREFUSED' }) });
};

describe('the command line', () => {
  it('leads with examples when nothing is typed', async () => {
    const ran = await runLeadline([]);

    expect(ran).toMatchObject({ code: 0, stderr: '' });
    expect(ran.stdout).toMatchInlineSnapshot(`
      "Examples:
        leadline demo                       look around with made-up data
        leadline serve                      start it
        leadline import git . --tags "v*"   bring in the history of the repository you are in
        leadline where HEAD                 see where a commit is live
        leadline explain change-lead-time   see what a number was made from

      Usage: leadline [options] [command]

      DORA metrics and deployment tracking that can be opened down to the events.

      Options:
        -V, --version                     print the version
        --json                            answer in JSON on stdout
        --server <url>                    address of Leadline (default LEADLINE_URL, else
                                          http://127.0.0.1:4000)
        -h, --help                        display help for command

      Commands:
        demo                              Start Leadline with believable data of a made-up organisation,
                                          until Ctrl-C
        serve                             Start Leadline: every role in one process, until Ctrl-C
        import git                        Bring in history
        backfill github|gitlab            Read what happened before there was a webhook
        reconcile github|gitlab           Have sent again what nobody took
        report deployment|incident|flag   Tell Leadline what happened: deployments, incidents, flags
        correct deployment|incident       Say what is so, where a number is wrong
        withdraw <event>                  Take back what was said of a deployment or an incident
        where <sha>                       Where a commit is live, since when, or where it waits
        explain <metric>                  What a metric means, its value, and what the value was made from
        scorecard answer|quick-check      Where the organisation, a team or a service stands: milestones
                                          and maturity of deployment
        project ls|record                 What you set out to change, and what became of it
        alerts ls                         What somebody should look at
        notices ls|send-again             What channels were told, and what did not arrive
        tail                              Watch events arrive, until Ctrl-C
        sources                           Who sends, what became of it, and what is missing for which
                                          metric
        digest preview|send|ls            The weekly mail: see it, send it, see what became of it
        quarantine ls|show|retry          What arrived and could not be understood
        send-test-event <source> [event]  Try the way of a hook with an example that never counts
        doctor                            What is wrong here and on the server, each with what to do
        config check|plan                 Check leadline.yaml before it is put in force
        catalogue import                  Teams and services, from what other tools know of them
        bi init                           Dashboards and reports in other tools
        token create|ls|revoke            Tokens for programs and people
        rebuild                           Make everything that is derived again, from the log
        erase <subject...>                Forget a person: in the deliveries where they lie, and in
                                          everything that was made of them
        log verify|export|import          The log of everything that arrived
        conformance <file...>             Work through case files and compare the results
        help [command]                    display help for command

      Environment:
        LEADLINE_URL          address of the server
        LEADLINE_TOKEN        token sent to it; or LEADLINE_TOKEN_FILE, a file that holds it (never an option: other
                              users of a machine can read command lines)
        NO_COLOR              no colours

      Exit codes:
        0     done
        1     failed, or found what it was asked to look for problems in
        2     the command line is wrong
        3     no server answers
        4     refused: invalid input, or no permission
        130   interrupted by Ctrl-C
      "
    `);
  });

  it('shows the examples of a command first, and documents its options', async () => {
    const ran = await runLeadline(['report', 'flag', '--help']);

    expect(ran).toMatchObject({ code: 0, stderr: '' });
    expect(ran.stdout).toMatchInlineSnapshot(`
      "Examples:
        leadline report flag new-checkout --exposure 25   a quarter of users see it
        leadline report flag new-checkout --exposure 0    it is off

      Usage: leadline report flag [options] <flag>

      Tell that a feature flag reaches more or fewer users

      Arguments:
        flag                  its key

      Options:
        --exposure <percent>  0 (off) to 100 (everybody); "some": on for targets of unknown size
        --environment <name>  where (default: "production")
        --tier <tier>         tier of the environment (default: from its name and the catalogue)
        --at <when>           when (default now)
        --service <name>      a service it changes
        --planned             narrowing it was planned, so it is no failure
        --id <id>             id of this change of the flag
        --dry-run             show what would be sent, send nothing
        --json                answer in JSON on stdout
        --server <url>        address of Leadline (default LEADLINE_URL, else http://127.0.0.1:4000)
        -h, --help            display help for command
      "
    `);
  });

  it.each([
    [['improt', 'git', '.'], '(Did you mean import?)'],
    [['import', 'gti', '.'], '(Did you mean git?)'],
    [['report', 'deployment', '--enviroment', 'x'], '(Did you mean --environment?)'],
    [['where'], "missing required argument 'sha'"],
    [['where', 'a', 'b'], 'too many arguments'],
    [['report', 'deployment', '--status', 'done'], 'Allowed choices are succeeded, failed, cancelled, in_progress'],
    [['import', 'git', '.', '--service', ''], '--service is empty'],
    [['import', 'git', '.', '--since', 'soon'], '--since: "soon" is no point in time'],
    [['tail', '--interval', '0'], '--interval: expected a number from 1 to 3600'],
    [['quarantine', 'retry'], 'name what to try again, or --all'],
    [['token', 'create'], 'what may it do?'],
    [['token', 'create', '--scope', 'everything'], 'there is no scope "everything"'],
    [['token', 'revoke', 'leadline_pat_secret'], 'name the id of the token, not the token itself'],
    [['where', 'abc1234', '--repository', 'a/b', '--server', 'ftp://x'], '--server: "ftp://x" is not an address'],
    [['where', 'abc1234', '--repository', 'a/b', '--server', 'http://u:p@x'], 'must not hold a password'],
  ])('%j is a usage error, with a hint on stderr and nothing on stdout', async (argv, hint) => {
    const ran = await runLeadline(argv, { fetch: refusing });

    expect(ran).toMatchObject({ code: 2, stdout: '' });
    expect(ran.stderr).toContain(hint);
  });

  it('says when no server answers, and how to mend it', async () => {
    const ran = await runLeadline(['quarantine', 'ls'], { fetch: refusing });

    expect(ran).toMatchObject({ code: 3, stdout: '' });
    expect(ran.stderr).toBe(
      'leadline: cannot reach Leadline at http://127.0.0.1:4000 (connection refused)\n' +
        '  Start Leadline with: leadline serve\n' +
        '  or name where it runs: --server <url> or LEADLINE_URL.\n',
    );
  });

  it('takes --json before or after the command', async () => {
    const args = ['config', 'check'];
    const cwd = '/nonexistent';

    const [before, after] = [
      await runLeadline(['--json', ...args], { cwd }),
      await runLeadline([...args, '--json'], { cwd }),
    ];

    expect(before.stdout).toBe(after.stdout);
    expect(JSON.parse(after.stdout)).toMatchObject({ valid: true });
  });

  it('prints its version', async () => {
    const ran = await runLeadline(['--version']);

    expect([ran.code, ran.stdout]).toEqual([0, '0.1.0\n']);
  });

  it('admits its own defects', async () => {
    const broken: typeof fetch = async () => new Response('[1', { status: 200 });
    const ran = await runLeadline(['token', 'ls'], { fetch: broken });

    expect(ran).toMatchObject({ code: 1, stdout: '' });
    expect(ran.stderr).toContain('answered 200, but not with JSON');
  });

  it('loads nothing but commander before it knows the command', () => {
    expect(packagesLoadedBy(join(import.meta.dirname, 'run.ts'))).toEqual(['commander']);
  });
});

/** Packages that a source file and everything it imports (other than by `import()`, or types) brings in. */
function packagesLoadedBy(entry: string): string[] {
  const files = [entry];
  const packages = new Set<string>();
  for (const file of files) {
    const imports = readFileSync(file, 'utf8').matchAll(/^(?:import|export) (?!type )[^;]*? from '([^']+)';/gm);
    for (const [, target = ''] of imports) {
      const path = join(dirname(file), target.replace(/\.js$/, '.ts'));
      if (!target.startsWith('.')) packages.add(target);
      else if (!files.includes(path)) files.push(path);
    }
  }
  return [...packages].filter((name) => !name.startsWith('node:')).sort();
}

describe('the registry', () => {
  it('holds every command on disk', () => {
    const folder = join(import.meta.dirname, 'commands');
    const exported = readdirSync(folder).flatMap((file) => {
      const text = readFileSync(join(folder, file), 'utf8');
      return [...text.matchAll(/^ {2}words: '(.+)',$/gm)].map(([, words]) => words);
    });

    expect(commands.map(({ words }) => words).sort()).toEqual(exported.sort());
  });

  it('describes every group, and gives every command an example that begins with its words', () => {
    const used = new Set(commands.filter(({ words }) => words.includes(' ')).map(({ words }) => words.split(' ')[0]));

    expect([...used].sort()).toEqual(Object.keys(groups).sort());
    for (const { words, examples } of commands) {
      expect(examples.length, words).toBeGreaterThan(0);
      for (const { line } of examples) expect(line).toMatch(new RegExp(`^leadline ${words}\\b`));
    }
  });

  it('lets no command take a secret as an option', () => {
    const flags = commands.flatMap(({ options = [] }) => options.map((option) => option.flags));

    // The name of a file tells nobody what is in it.
    const taking = flags.filter((flag) => /token|secret|password|key/i.test(flag) && !flag.endsWith('-file <path>'));
    expect(taking).toEqual([]);
  });
});
