package compose_test

import (
	"maps"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/compose-spec/compose-go/v2/cli"
	"github.com/compose-spec/compose-go/v2/types"
	"github.com/stretchr/testify/require"

	"github.com/rolecall/rolecall/internal/cluster"
	"github.com/rolecall/rolecall/internal/config"
	"github.com/rolecall/rolecall/tests/pgtest"
)

const password = "rolecall-test" // as pgtest sets it for every login

// dotEnv is what an operator has to provide.
func dotEnv() map[string]string {
	return map[string]string{
		"POSTGRES_PASSWORD": password, "ROLECALL_OWNER_PASSWORD": password, "ROLECALL_SERVICE_PASSWORD": password,
		"ROLECALL_AUTHENTICATOR_PASSWORD": password, "ROLECALL_REPLICATOR_PASSWORD": password,
		"ROLECALL_MASTER_KEY": pgtest.MasterKey, "ROLECALL_PUBLIC_URL": "http://127.0.0.1:8080",
	}
}

func parse(t *testing.T, env map[string]string) (*types.Project, error) {
	t.Helper()
	var list []string
	for name, value := range env {
		list = append(list, name+"="+value)
	}
	options, err := cli.NewProjectOptions([]string{filepath.Join(pgtest.Root(), "docker-compose.yml")},
		cli.WithEnv(list), cli.WithProfiles([]string{"*"}))
	require.NoError(t, err)
	return options.LoadProject(t.Context())
}

func load(t *testing.T) *types.Project {
	t.Helper()
	project, err := parse(t, dotEnv())
	require.NoError(t, err)
	return project
}

// ours are the services that run the image of the Dockerfile.
func ours(p *types.Project) map[string]types.ServiceConfig {
	services := maps.Clone(p.Services)
	maps.DeleteFunc(services, func(_ string, s types.ServiceConfig) bool { return !strings.HasPrefix(s.Image, "rolecall:") })
	return services
}

func TestEverySecretMustBeGiven(t *testing.T) {
	t.Parallel()
	for name := range dotEnv() {
		env := dotEnv()
		delete(env, name)
		_, err := parse(t, env)
		require.ErrorContains(t, err, name, "a secret must have no default")
	}
}

func TestServicesAndProfiles(t *testing.T) {
	t.Parallel()
	project := load(t)
	profiles := map[string][]string{}
	for name, s := range project.Services {
		profiles[name] = s.Profiles
	}
	require.Equal(t, map[string][]string{"db": nil, "init": nil, "migrate": nil, "rolecall": nil,
		"doctor": {"doctor"}, "postgrest": {"postgrest"}}, profiles)
	for after, before := range map[string]string{"migrate": "init", "rolecall": "migrate", "postgrest": "migrate", "doctor": "migrate"} {
		require.Equal(t, types.ServiceConditionCompletedSuccessfully, project.Services[after].DependsOn[before].Condition)
	}
	require.Equal(t, types.ServiceConditionHealthy, project.Services["init"].DependsOn["db"].Condition)
}

func TestVariablesAreOnesThatTheBinaryReads(t *testing.T) {
	t.Parallel()
	help, err := exec.Command(pgtest.Binary(t), "migrate", "init", "--help").Output()
	require.NoError(t, err)
	known := regexp.MustCompile(`ROLECALL_[A-Z_]+`).FindAllString(string(help), -1)
	for _, f := range config.Fields() {
		known = append(known, f.Name)
	}
	for name, s := range ours(load(t)) {
		for variable := range s.Environment {
			require.Contains(t, known, variable, "service "+name)
		}
		if name != "init" {
			_, err := config.Read(environ(s))
			require.NoError(t, err, name)
		}
	}
	cfg, err := config.Read(environ(load(t).Services["rolecall"]))
	require.NoError(t, err)
	require.NoError(t, cfg.ForServe())
	require.Empty(t, cfg.OwnerURL, "the server gets no owner's login")
	require.False(t, cfg.AllowDebug || cfg.AllowPrivateHosts)
}

// What is passed on from .env must not arrive as an empty text.
func TestOptionalVariablesAreLeftOut(t *testing.T) {
	t.Parallel()
	require.NotContains(t, strings.Join(environ(load(t).Services["rolecall"]), "\n"), "SMTP")
	env := dotEnv()
	env["ROLECALL_SMTP_URL"] = "smtps://user:secret@mail.example.com"
	project, err := parse(t, env)
	require.NoError(t, err)
	require.Contains(t, environ(project.Services["rolecall"]), "ROLECALL_SMTP_URL=smtps://user:secret@mail.example.com")
}

func TestCommandsParse(t *testing.T) {
	t.Parallel()
	for name, s := range ours(load(t)) {
		help, err := exec.Command(pgtest.Binary(t), append(slices.Clone(s.Command), "--help")...).CombinedOutput()
		require.NoError(t, err, name)
		require.Contains(t, string(help), "Usage: rolecall "+strings.Join(s.Command, " "))
	}
}

func TestImagesArePinned(t *testing.T) {
	t.Parallel()
	pinned := regexp.MustCompile(`^[a-z/]+:v?\d+\.\d+[a-z0-9.-]*$`)
	for name, s := range load(t).Services {
		if s.Build == nil {
			require.Regexp(t, pinned, s.Image, name)
		}
	}
}

func TestPostgresHasWhatTheCodeNeeds(t *testing.T) {
	t.Parallel()
	db := load(t).Services["db"]
	major, err := strconv.Atoi(regexp.MustCompile(`^postgres:(\d+)`).FindStringSubmatch(db.Image)[1])
	require.NoError(t, err)
	require.GreaterOrEqual(t, major, cluster.MinVersion)

	settings := serverSettings(t, db)
	require.Equal(t, "logical", settings["wal_level"])
	for _, name := range []string{"max_replication_slots", "max_wal_senders"} {
		most, err := strconv.Atoi(settings[name])
		require.NoError(t, err)
		require.GreaterOrEqual(t, most, 2, "a reader, and the one that takes over")
	}
	require.NotContains(t, settings, "fsync")
	require.Equal(t, "rolecall", *db.Environment["POSTGRES_DB"])
	require.Contains(t, *db.Environment["POSTGRES_INITDB_ARGS"], "--auth-host=scram-sha-256")
	require.NotContains(t, db.Environment, "POSTGRES_HOST_AUTH_METHOD")
	require.Empty(t, db.Ports, "the database is not published")
	require.Contains(t, strings.Join(db.HealthCheck.Test, " "), "--host=127.0.0.1")
	require.Equal(t, "/var/lib/postgresql/data", db.Volumes[0].Target)
}

func TestNothingIsOpenToTheNetwork(t *testing.T) {
	t.Parallel()
	for name, s := range load(t).Services {
		for _, port := range s.Ports {
			require.Equal(t, "127.0.0.1", port.HostIP, name)
		}
		if name != "db" {
			require.True(t, s.ReadOnly, name)
			require.Equal(t, []string{"ALL"}, s.CapDrop, name)
			require.Equal(t, []string{"no-new-privileges:true"}, s.SecurityOpt, name)
			require.False(t, s.Privileged)
		}
	}
}

// serverSettings reads the -cNAME=VALUE of the server's command.
func serverSettings(t *testing.T, db types.ServiceConfig) map[string]string {
	t.Helper()
	require.Equal(t, "postgres", db.Command[0])
	settings := map[string]string{}
	for _, word := range db.Command[1:] {
		name, value, ok := strings.Cut(strings.TrimPrefix(word, "-c"), "=")
		require.True(t, ok && strings.HasPrefix(word, "-c"), word)
		settings[name] = value
	}
	return settings
}

func environ(s types.ServiceConfig) (list []string) {
	for name, value := range s.Environment {
		if value != nil {
			list = append(list, name+"="+*value)
		}
	}
	return list
}
