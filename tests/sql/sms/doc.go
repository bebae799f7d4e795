// Package sms holds tests of how a project's account for text messages is kept.
package sms
