package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/jackc/pgx/v5"

	"github.com/rolecall/rolecall/internal/core"
	"github.com/rolecall/rolecall/internal/sms"
)

type projectSMSCmd struct {
	Project string `arg:"" help:"Slug or id."`
	Kind    string `help:"twilio (Messages), twilio_verify, http (a web service of yours) or off." enum:"twilio,twilio_verify,http,off" required:""`
	SID     string `name:"sid" help:"Twilio's account, AC..."`
	From    string `help:"Number or messaging service (MG...) that Twilio sends from."`
	Service string `help:"Twilio's Verify service, VA..."`
	URL     string `name:"url" help:"The web service; it is posted JSON with id, to, text and code."`
}

// Run seals the account and keeps it. The auth token, or the web service's
// bearer token, is the first line of standard input: arguments can be read by
// everybody on the machine.
func (c projectSMSCmd) Run(ctx context.Context) error {
	cfg, err := operatorConfig()
	if err != nil {
		return err
	}
	if cfg.Keyring == nil {
		return faulty{errors.New("ROLECALL_MASTER_KEY is missing: the account is sealed under it")}
	}
	var account sms.Account
	if c.Kind != "off" {
		account = sms.Account{Kind: c.Kind, SID: c.SID, From: c.From, Service: c.Service, URL: c.URL}
		if account.Token, err = firstLine(os.Stdin); err != nil {
			return err
		}
	}
	return asOwner(ctx, func(conn *pgx.Conn) error {
		if err := core.SetSMSAccount(ctx, conn, cfg.Keyring, c.Project, account); err != nil {
			return err
		}
		fmt.Println("done")
		return nil
	})
}

func firstLine(from io.Reader) (string, error) {
	line, err := bufio.NewReader(from).ReadString('\n')
	if err != nil && !errors.Is(err, io.EOF) {
		return "", fmt.Errorf("read the secret from standard input: %w", err)
	}
	return strings.TrimSpace(line), nil
}
