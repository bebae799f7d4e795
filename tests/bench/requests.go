package main

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net/http"
	"strings"
)

// answer is the envelope of what opens or continues a session.
type answer struct {
	Data struct {
		Token        string `json:"token"`
		RefreshToken string `json:"refresh_token"`
	} `json:"data"`
}

func post(client *http.Client, url, body string) (answer, error) {
	var a answer
	r, err := http.NewRequest(http.MethodPost, url, strings.NewReader(body))
	if err != nil {
		return a, err
	}
	r.Header.Set("Content-Type", "application/json")
	text, err := ask(client, r)
	if err != nil {
		return a, err
	}
	if err := json.Unmarshal(text, &a); err != nil {
		return a, err
	}
	if a.Data.Token == "" || a.Data.RefreshToken == "" {
		return a, fmt.Errorf("no tokens in %.200s", text)
	}
	return a, nil
}

// refresh rotates the client's own refresh token.
func (w *world) refresh(client *http.Client, base string, c int) error {
	s := w.sessions[c]
	a, err := post(client, base+"/p/default/auth/refresh", `{"refresh_token":"`+s.refresh+`"}`)
	if err == nil {
		s.refresh, s.access = a.Data.RefreshToken, a.Data.Token
	}
	return err
}

// signIn is by password, each client as a user of its own.
func (w *world) signIn(client *http.Client, base string, c int) error {
	_, err := post(client, base+"/p/default/auth/login", `{"email":"`+email(signedIn+c)+`","password":"`+password+`"}`)
	return err
}

// me reads the user of any session.
func (w *world) me(client *http.Client, base string, _ int) error {
	n := rand.IntN(signedIn)
	return w.get(client, base+"/p/default/auth/me", n, `"`+email(n)+`"`, 1)
}

// noteByKey reads one of a user's own notes.
func (w *world) noteByKey(client *http.Client, base string, _ int) error {
	n := rand.IntN(signedIn)
	url := fmt.Sprintf("%s/p/default/rest/v1/notes?id=eq.%d", base, n*notesEach+1+rand.IntN(notesEach))
	return w.get(client, url, n, `"owner":`, 1)
}

// notesList reads all of a user's notes: under RLS there are a hundred.
func (w *world) notesList(client *http.Client, base string, _ int) error {
	return w.get(client, base+"/p/default/rest/v1/notes?order=id&limit=100", rand.IntN(signedIn), `"owner":`, notesEach)
}

// get asks as session n and counts what must be in the answer.
func (w *world) get(client *http.Client, url string, n int, mark string, times int) error {
	r, err := http.NewRequest(http.MethodGet, url, nil)
	if err != nil {
		return err
	}
	r.Header.Set("Authorization", "Bearer "+w.sessions[n].access)
	r.Header.Set("Accept", "application/json")
	text, err := ask(client, r)
	if err == nil && strings.Count(string(text), mark) < times {
		err = fmt.Errorf("%s: fewer than %d times %s in %.200s", r.URL.Path, times, mark, text)
	}
	return err
}
