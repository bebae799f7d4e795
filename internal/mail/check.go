package mail

import (
	"context"
	"fmt"
)

// Check greets the server, secures the connection and logs in, as a delivery
// would, and sends nothing.
func (s *SMTP) Check(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, budget)
	defer cancel()
	client, err := s.client(ctx)
	if err != nil {
		return fmt.Errorf("set up mail client: %w", err)
	}
	connection, err := client.DialToSMTPClientWithContext(ctx)
	if err != nil {
		return fmt.Errorf("reach mail server: %w", err)
	}
	_ = client.CloseWithSMTPClient(connection)
	return nil
}
