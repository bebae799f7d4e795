// Package query is what a data request means, whichever grammar it was written
// in: one relation or function, what is read or written, which rows, in what
// order, with which related rows. A dialect's parser fills it in, package
// compile turns it into one statement. Names in it are the client's and not yet
// known to exist; values are text.
package query
