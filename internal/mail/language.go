package mail

import (
	"fmt"
	"text/template/parse"
)

// allowedFunctions can neither loop, nor call, nor blow a value up.
var allowedFunctions = map[string]bool{
	"and": true, "or": true, "not": true, "len": true, "urlquery": true,
	"eq": true, "ne": true, "lt": true, "le": true, "gt": true, "ge": true,
}

// allow keeps a project's template to fields, conditions and plain text.
// Loops, nested templates and printf are refused: a project's admin is not
// the server's operator, and `{{range 1000000000}}` would be a weapon.
func allow(tree *parse.Tree) error {
	if tree == nil || tree.Root == nil {
		return nil
	}
	return allowNode(tree.Root)
}

func allowNode(node parse.Node) error {
	switch n := node.(type) {
	case *parse.ListNode:
		return allowList(n)
	case *parse.TextNode, *parse.CommentNode:
		return nil
	case *parse.ActionNode:
		return allowPipe(n.Pipe)
	case *parse.IfNode:
		return allowBranch(&n.BranchNode)
	case *parse.WithNode:
		return allowBranch(&n.BranchNode)
	default:
		return fmt.Errorf("%q is not part of the mail language", node.String())
	}
}

func allowList(list *parse.ListNode) error {
	if list == nil {
		return nil
	}
	for _, node := range list.Nodes {
		if err := allowNode(node); err != nil {
			return err
		}
	}
	return nil
}

func allowBranch(branch *parse.BranchNode) error {
	if err := allowPipe(branch.Pipe); err != nil {
		return err
	}
	if err := allowList(branch.List); err != nil {
		return err
	}
	return allowList(branch.ElseList)
}

func allowPipe(pipe *parse.PipeNode) error {
	for _, command := range pipe.Cmds {
		for _, argument := range command.Args {
			if err := allowArgument(argument); err != nil {
				return err
			}
		}
	}
	return nil
}

func allowArgument(node parse.Node) error {
	switch n := node.(type) {
	case *parse.IdentifierNode:
		if !allowedFunctions[n.Ident] {
			return fmt.Errorf("function %q is not part of the mail language", n.Ident)
		}
		return nil
	case *parse.PipeNode:
		return allowPipe(n)
	case *parse.FieldNode, *parse.VariableNode, *parse.DotNode, *parse.NilNode,
		*parse.StringNode, *parse.NumberNode, *parse.BoolNode:
		return nil
	default:
		return fmt.Errorf("%q is not part of the mail language", node.String())
	}
}
