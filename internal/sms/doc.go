// Package sms delivers text messages through a project's own account: Twilio
// Messages, Twilio Verify, or a web service of the project's. It renders no
// text and keeps no account: those come with the call.
package sms
