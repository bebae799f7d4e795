// Package otp speaks time-based one-time passwords (RFC 6238) as authenticator
// apps do: SHA-1, six digits, thirty seconds. Pure in, pure out: it makes keys
// and says which time step a code belongs to; whether that step was used
// before, the database knows.
package otp
