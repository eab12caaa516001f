/**
 * What makes each shell ask `tandem complete` at Tab. Of the libraries, `@bomb.sh/tab` needs the bash-completion package and
 * evaluates what is being typed, and tabtab is no longer kept; these few lines need nothing and evaluate nothing.
 */
export const completionScripts = {
  bash: `# bash completion for tandem
_tandem() {
  local line
  COMPREPLY=()
  while IFS= read -r line; do
    COMPREPLY+=("\${line%%$'\\t'*}")
  done < <(tandem complete -- "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)
}
complete -o default -F _tandem tandem
`,
  zsh: `#compdef tandem
# zsh completion for tandem
_tandem() {
  local line
  local -a candidates
  while IFS= read -r line; do
    candidates+=("\${\${line//:/\\\\:}/$'\\t'/:}")
  done < <(tandem complete -- "\${(@)words[2,CURRENT]}" 2>/dev/null)
  if (( \${#candidates} )); then
    _describe 'tandem' candidates
  else
    _files
  fi
}
if [[ "\${funcstack[1]}" == "_tandem" ]]; then
  _tandem "$@"
elif (( \${+functions[compdef]} )); then
  compdef _tandem tandem
fi
`,
  fish: `# fish completion for tandem
function __tandem_complete
  set -l words (commandline -opc) (commandline -ct)
  tandem complete -- $words[2..-1] 2>/dev/null
end
complete -c tandem -a '(__tandem_complete)'
`,
} as const;

export type Shell = keyof typeof completionScripts;
